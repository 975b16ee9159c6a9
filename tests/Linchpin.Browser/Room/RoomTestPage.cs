using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Modules.Sessions.Room.Screen;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Linchpin.Browser.Room;

/// <summary>The room's components on a page of their own, in the order in which real pages use them.</summary>
public sealed class RoomTestPage : ComponentBase
{
    [Parameter] public Guid Session { get; set; }

    [Parameter] public string Role { get; set; } = "client";

    [Parameter] public string Part { get; set; } = "room";

    [Parameter] public bool RelayOnly { get; set; }

    private RoomRole RoomRole => Role == "worker" ? RoomRole.Worker : RoomRole.Client;

    private string Other => Role == "worker" ? "Alex Moreno" : "Dana Whitfield";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.AddMarkupContent(0, $"""
            <!DOCTYPE html><html lang="{System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Room</title>
            <link rel="icon" href="/favicon.svg"><link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"><link rel="stylesheet" href="/css/components.css"></head>
            """);
        builder.OpenElement(1, "body");
        builder.OpenElement(2, "div");
        builder.AddAttribute(3, "class", Role == "worker" ? "staff" : "client");
        builder.OpenElement(4, "main");
        builder.AddAttribute(5, "class", "frame-main");
        builder.AddMarkupContent(6, "<h1>Session</h1>");
        if (Part == "check")
        {
            builder.OpenComponent<DeviceCheck>(10);
            builder.AddAttribute(11, nameof(DeviceCheck.SessionId), new SessionId(Session));
            builder.AddAttribute(12, nameof(DeviceCheck.ChildContent), (RenderFragment)(b => b.AddMarkupContent(0, "<p><a class=\"button\" href=\"/\">Go on</a></p>")));
            builder.CloseComponent();
        }
        else
        {
            builder.OpenComponent<RoomLobby>(20);
            builder.AddAttribute(21, nameof(RoomLobby.SessionId), new SessionId(Session));
            builder.AddAttribute(22, nameof(RoomLobby.Role), RoomRole);
            builder.AddAttribute(23, nameof(RoomLobby.OtherName), Other);
            builder.AddAttribute(24, nameof(RoomLobby.ChildContent), (RenderFragment)(b => b.AddMarkupContent(0, "<p>What happens next: we let you in when it is time.</p>")));
            builder.CloseComponent();
            builder.OpenElement(30, "div");
            if (Role == "client")
            {
                builder.AddAttribute(31, "data-room-when", "admitted");
                builder.AddAttribute(32, "hidden", true);
            }

            builder.AddAttribute(33, "class", "split");
            builder.OpenComponent<RoomCall>(34);
            builder.AddAttribute(35, nameof(RoomCall.SessionId), new SessionId(Session));
            builder.AddAttribute(36, nameof(RoomCall.Role), RoomRole);
            builder.AddAttribute(37, nameof(RoomCall.OtherName), Other);
            builder.AddAttribute(38, nameof(RoomCall.FallbackPhone), (PhoneNumber?)PhoneNumber.FromE164("+14105550123"));
            builder.AddAttribute(39, nameof(RoomCall.RelayOnly), RelayOnly);
            builder.CloseComponent();
            builder.OpenComponent<RoomChat>(40);
            builder.AddAttribute(41, nameof(RoomChat.SessionId), new SessionId(Session));
            builder.CloseComponent();
            builder.CloseElement();
        }

        builder.CloseElement();
        builder.CloseElement();
        builder.CloseElement();
        builder.AddMarkupContent(90, "</html>");
    }
}

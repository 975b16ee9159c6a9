using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;

namespace Linchpin.Modules.People.Devices;

/// <summary>Names the resource file of the words about devices and connection; the English text is the key.</summary>
public sealed class DeviceWords;

/// <summary>The codes in words; each a key of the words.</summary>
internal static class DeviceLook
{
    public static IReadOnlyDictionary<string, string> Phones { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(PhoneKind.NotAsked)] = "Not asked yet", [nameof(PhoneKind.Smart)] = "Smartphone", [nameof(PhoneKind.Basic)] = "Phone for calls only", [nameof(PhoneKind.None)] = "No phone",
    };

    public static IReadOnlyDictionary<string, string> Ownerships { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(Ownership.NotAsked)] = "Not asked yet", [nameof(Ownership.Own)] = "Their own alone", [nameof(Ownership.Shared)] = "Shared with somebody",
    };

    public static IReadOnlyDictionary<string, string> Plans { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(DataPlan.NotAsked)] = "Not asked yet", [nameof(DataPlan.Unlimited)] = "Unlimited data", [nameof(DataPlan.Limited)] = "Limited data", [nameof(DataPlan.Prepaid)] = "Prepaid, runs out",
        [nameof(DataPlan.WifiOnly)] = "Wi-Fi only", [nameof(DataPlan.None)] = "No internet",
    };

    public static IReadOnlyDictionary<string, string> Videos { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(VideoQuality.NotAsked)] = "Not asked yet", [nameof(VideoQuality.Works)] = "Video works", [nameof(VideoQuality.Stutters)] = "Video stutters", [nameof(VideoQuality.PhoneOnly)] = "Only a phone call works",
    };
}

[ValidatableType]
public sealed class ConnectionForm
{
    public string? Shown { get; set; }

    public string? Phone { get; set; } = nameof(PhoneKind.NotAsked);

    public bool HasComputer { get; set; }

    public bool HasTablet { get; set; }

    public string? Ownership { get; set; } = nameof(Domain.Ownership.NotAsked);

    public string? SharedWith { get; set; }

    public string? Plan { get; set; } = nameof(DataPlan.NotAsked);

    public string? Video { get; set; } = nameof(VideoQuality.NotAsked);

    public bool NeedsHelp { get; set; }

    public string? HelpWith { get; set; }

    internal static IReadOnlyList<FormField<ConnectionForm>> Fields { get; } =
    [
        new("Phone", "Phone", f => f.Phone, (f, v) => f.Phone = v, v => DeviceLook.Phones.GetValueOrDefault(v, v)),
        new("HasComputer", "Has a computer", f => f.HasComputer ? "Yes" : null, (f, v) => f.HasComputer = v is not null, v => v),
        new("HasTablet", "Has a tablet", f => f.HasTablet ? "Yes" : null, (f, v) => f.HasTablet = v is not null, v => v),
        new("Ownership", "Whose the device is", f => f.Ownership, (f, v) => f.Ownership = v, v => DeviceLook.Ownerships.GetValueOrDefault(v, v)),
        new("SharedWith", "Shared with", f => f.SharedWith, (f, v) => f.SharedWith = v),
        new("Plan", "Internet", f => f.Plan, (f, v) => f.Plan = v, v => DeviceLook.Plans.GetValueOrDefault(v, v)),
        new("Video", "Video", f => f.Video, (f, v) => f.Video = v, v => DeviceLook.Videos.GetValueOrDefault(v, v)),
        new("NeedsHelp", "Needs help with the device", f => f.NeedsHelp ? "Yes" : null, (f, v) => f.NeedsHelp = v is not null, v => v),
        new("HelpWith", "What they need help with", f => f.HelpWith, (f, v) => f.HelpWith = v),
    ];

    internal static ConnectionForm Of(Connection? known)
    {
        var form = known is null ? new ConnectionForm() : new ConnectionForm
        {
            Phone = known.Phone.ToString(), HasComputer = known.HasComputer, HasTablet = known.HasTablet, Ownership = known.Ownership.ToString(), SharedWith = known.SharedWith,
            Plan = known.Plan.ToString(), Video = known.Video.ToString(), NeedsHelp = known.NeedsHelp, HelpWith = known.HelpWith,
        };
        form.Shown = Clash.Remember(Fields, form);
        return form;
    }
}

/// <summary>Writes down with what a client comes to a session.</summary>
internal sealed class RecordConnectionHandler(ChangeClient change)
{
    public Task<Result> HandleAsync(ClientId id, ConnectionForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.devices", (client, now) =>
        {
            var made = Connection.Create(form.Phone, form.HasComputer, form.HasTablet, form.Ownership, form.SharedWith, form.Plan, form.Video, form.NeedsHelp, form.HelpWith);
            if (!made.IsOk) return Result<string>.Fail(made.Errors);
            if (made.Value == client.Connection) return "";
            if (!Clash.IsUntouched(ConnectionForm.Fields, ConnectionForm.Of(client.Connection), form.Shown)) return Error.Stale;
            client.Connect(made.Value, now);
            return "";
        }, cancel);
}

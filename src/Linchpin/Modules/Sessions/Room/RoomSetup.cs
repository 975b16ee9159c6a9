using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Room.Chat;
using Linchpin.Modules.Sessions.Room.Network;
using Linchpin.Modules.Sessions.Room.Presence;
using Linchpin.Platform.Duties;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linchpin.Modules.Sessions.Room;

/// <summary>The video room: who is there, how they find each other, chat.</summary>
internal static class RoomSetup
{
    public static IServiceCollection AddRoom(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TurnSettings.Read(configuration));
        services.AddSingleton<RoomBook>();
        services.AddSingleton<RoomLines>();
        services.AddSingleton<RoomVoice>();
        services.AddSingleton<IRoomNews>(provider => provider.GetRequiredService<RoomVoice>());
        services.AddSingleton<IRoomLive>(provider => provider.GetRequiredService<RoomVoice>());
        services.AddHostedService<RoomClock>();
        services.AddScoped<ChatLines>();
        services.AddScoped<IRoomChat>(provider => provider.GetRequiredService<ChatLines>());
        services.AddRound<ForgetOldChat>();
        services.TryAddScoped<IRoomDoor, ShutDoor>();
        services.TryAddScoped<IAttendanceLog, ShutDoor>();
        services.AddSingleton<SameCaller>();
        services.AddSignalR().AddHubOptions<RoomHub>(options =>
        {
            options.MaximumReceiveMessageSize = SignalLimits.LargestMessage;
            options.MaximumParallelInvocationsPerClient = 1;
            options.EnableDetailedErrors = false;
            // A dead line is known after 12 s at most, far inside the 45 s that a seat is kept.
            options.KeepAliveInterval = TimeSpan.FromSeconds(4);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(12);
            options.AddFilter<SameCaller>();
        });
        return services;
    }

    public static void MapRoom(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<RoomHub>("/hubs/room", options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.ApplicationMaxBufferSize = options.TransportMaxBufferSize = SignalLimits.LargestMessage * 2;
            options.CloseOnAuthenticationExpiration = true;
        }).RequireAuthorization(Doors.InSession);
        NetworkEndpoints.Map(routes);
    }
}

/// <summary>Gives hub calls the request they came with, so that audit and <see cref="ICurrentActor"/> name the person and not the house, and lets nothing of a
/// failure out but its kind: the framework would log the message and the stack.</summary>
internal sealed partial class SameCaller(IHttpContextAccessor http, ILogger<SameCaller> log) : IHubFilter
{
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        http.HttpContext ??= context.Context.GetHttpContext();
        await next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        http.HttpContext ??= invocationContext.Context.GetHttpContext();
        try
        {
            return await next(invocationContext);
        }
#pragma warning disable MA0054 // The framework writes an inner exception into the log, with whatever it quotes.
        catch (OperationCanceledException)
        {
            throw new HubException("gone");
        }
        catch (Exception e) when (e is not (HubException or OutOfMemoryException))
        {
            LogFailed(log, invocationContext.HubMethodName, e.GetType().Name);
            throw new HubException("broke");
        }
#pragma warning restore MA0054
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The room's {Method} failed: {Failure}")]
    private static partial void LogFailed(ILogger log, string method, string failure);
}

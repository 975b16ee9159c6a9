using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Sessions.ClientChart;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.End;
using Linchpin.Modules.Sessions.Facts;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Modules.Sessions.Join;
using Linchpin.Modules.Sessions.Jottings;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Modules.Sessions.WholeRecord;
using Linchpin.Modules.Sessions.Workspace;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Sessions;

/// <summary>The session: check-in, licence gate, the room, its end.</summary>
public static class SessionsModule
{
    public static IServiceCollection AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<SessionDoor>();
        services.AddScoped<RunGate>();
        services.AddScoped<SubmitCheckIn>();
        services.AddScoped<ConfirmCheckIn>();
        services.AddScoped<AdmitClient>();
        services.AddScoped<GoOnInEmergency>();
        services.AddScoped<Reassign>();
        services.AddScoped<EndSession>();
        services.AddScoped<SaveJotting>();
        services.AddScoped<IJottings, OwnJottings>();
        services.AddScoped<SetAgenda>();
        services.AddScoped<LastTimeQuery>();
        services.AddScoped<JoinDoor>();
        services.AddScoped<CheckInCardQuery>();
        services.AddScoped<SessionFactsQuery>();
        services.AddScoped<ISessionFacts>(provider => provider.GetRequiredService<SessionFactsQuery>());
        services.AddScoped<IEmergencyDecisions>(provider => provider.GetRequiredService<SessionFactsQuery>());
        services.AddScoped<IRoomDoor, RecordDoor>();
        services.AddScoped<IAttendanceLog, AttendanceLog>();
        services.AddRoom(configuration);
        services.AddScoped<ISessionPeople, SessionPeople>();
        services.AddScoped<ISessionProgress, SessionProgress>();
        services.AddScoped<WhoIsTold>();
        services.AddScoped<ReadExceptions>();
        services.AddScoped<ReadHandOver>();
        services.AddScoped<ITimelineSource, ExceptionTimeline>();
        services.AddScoped<IRecordPart, SessionsPart>();
        services.AddConsumer<ExceptionTold, TellOfException>("sessions.tell-of-exception");
        services.AddConsumer<JoinLinksRevoked, ShutRevokedLinks>("sessions.shut-revoked");
        services.AddConsumer<SessionCancelled, ShutRevokedLinks>("sessions.shut-cancelled");
        services.AddConsumer<SessionMissed, ShutRevokedLinks>("sessions.shut-missed");
        services.AddScoped<LastAgreementQuery>();
        services.AddSingleton(new ChartSection(32, "sessions", "Next steps", typeof(SessionsWords), typeof(NextSteps)));
        return services;
    }

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        WorkspaceEndpoints.Map(routes);
        JottingEndpoint.Map(routes);
        routes.MapRoom();
    }
}

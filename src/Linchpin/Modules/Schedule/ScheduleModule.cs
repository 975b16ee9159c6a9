using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.BookSession;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.CancelSession;
using Linchpin.Modules.Schedule.ClientChart;
using Linchpin.Modules.Schedule.Clocks;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.InvitationWatch;
using Linchpin.Modules.Schedule.Invite;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Modules.Schedule.MarkNoShow;
using Linchpin.Modules.Schedule.MoveSession;
using Linchpin.Modules.Schedule.OwnSessions;
using Linchpin.Modules.Schedule.ReadBooking;
using Linchpin.Modules.Schedule.WholeRecord;
using Linchpin.Modules.Schedule.WorkerWeek;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Schedule;

/// <summary>Who meets whom, when: bookings, invitations, ways in.</summary>
public static class ScheduleModule
{
    public static IServiceCollection AddSchedule(this IServiceCollection services, IConfiguration configuration, DataSettings data)
    {
        services.AddSingleton(PublicUrl.Read(configuration));
        services.AddSingleton(JoinKey.Open(data.Folder));
        services.AddScoped<FreeTime>();
        services.AddScoped<InReach>();
        services.AddScoped<ISchedule, ProgrammeSchedule>();
        services.AddScoped<IOpenWork, OpenSessions>();
        services.AddScoped<IInvitationWatch, UnsentInvitations>();
        services.AddScoped<WaysIn>();
        services.AddScoped<IJoinLinks>(provider => provider.GetRequiredService<WaysIn>());
        services.AddScoped<BookSessionHandler>();
        services.AddScoped<MoveSessionHandler>();
        services.AddScoped<CancelSessionHandler>();
        services.AddScoped<MarkNoShowHandler>();
        services.AddScoped<TakeBackLinkHandler>();
        services.AddScoped<MakeLinkHandler>();
        services.AddScoped<SendAgainHandler>();
        services.AddScoped<ReadBookingHandler>();
        services.AddScoped<WorkerWeekQuery>();
        services.AddScoped<PreviewClocks>();

        services.AddScoped<InvitationLetter>();
        services.AddConsumer<SessionBooked, SendInvitation>("schedule.invite");
        services.AddConsumer<SessionMoved, SendInvitation>("schedule.invite-moved");
        services.AddConsumer<SessionCancelled, SendInvitation>("schedule.tell-cancelled");
        services.AddConsumer<InvitationAsked, SendInvitation>("schedule.invite-again");

        services.AddScoped<OwnSessionsQuery>();
        services.AddSingleton(new MeSection(10, "sessions", "Your next appointments", typeof(ScheduleWords), typeof(OwnSessionsSection)));
        services.AddScoped<ClientChoiceQuery>();
        services.AddScoped<ClientSessionsQuery>();
        services.AddScoped<ITimelineSource, SessionTimeline>();
        services.AddScoped<IRecordPart, AppointmentsPart>();
        services.AddSingleton(new ChartSection(30, "sessions", "What's next", typeof(ScheduleWords), typeof(SessionsSection)));
        return services;
    }

    public static void MapSchedule(this IEndpointRouteBuilder routes)
    {
        PreviewClocks.Map(routes);
        DownloadAppointment.Map(routes);
    }
}

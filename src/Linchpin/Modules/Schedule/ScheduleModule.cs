using Linchpin.Modules.Schedule.BookSession;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.CancelSession;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.InvitationWatch;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Modules.Schedule.MarkNoShow;
using Linchpin.Modules.Schedule.MoveSession;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Schedule;

/// <summary>Who meets whom, when: bookings, invitations, ways in.</summary>
public static class ScheduleModule
{
    public static IServiceCollection AddSchedule(this IServiceCollection services, DataSettings data)
    {
        services.AddSingleton(JoinKey.Open(data.Folder));
        services.AddScoped<FreeTime>();
        services.AddScoped<InReach>();
        services.AddScoped<ISchedule, ProgrammeSchedule>();
        services.AddScoped<IInvitationWatch, UnsentInvitations>();
        services.AddScoped<WaysIn>();
        services.AddScoped<IJoinLinks>(provider => provider.GetRequiredService<WaysIn>());
        services.AddScoped<BookSessionHandler>();
        services.AddScoped<MoveSessionHandler>();
        services.AddScoped<CancelSessionHandler>();
        services.AddScoped<MarkNoShowHandler>();
        return services;
    }
}

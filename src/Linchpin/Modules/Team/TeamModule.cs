using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.BreakGlass;
using Linchpin.Modules.Team.BreakGlassReview;
using Linchpin.Modules.Team.CareTeam;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Leave;
using Linchpin.Modules.Team.Reach;
using Linchpin.Modules.Team.Supervision;
using Linchpin.Modules.Team.WholeRecord;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Team;

/// <summary>Who sees whom: care teams, supervision lines, cover for colleagues on leave, and records opened in an emergency.</summary>
public static class TeamModule
{
    public static IServiceCollection AddTeam(this IServiceCollection services)
    {
        services.AddScoped<IClientReach, ClientReach>();
        services.AddScoped<CareTeams>();
        services.AddScoped<ISupervisionLine>(provider => provider.GetRequiredService<CareTeams>());
        services.AddScoped<ICareTeams>(provider => provider.GetRequiredService<CareTeams>());
        services.AddScoped<TeamReading>();
        services.AddScoped<ChangeCareTeamHandler>();
        services.AddScoped<ChangeSupervisionHandler>();
        services.AddScoped<LogSupervisionHandler>();
        services.AddScoped<SupervisionBook>();
        services.AddConsumer<LicenceEnding, TellSupervisors>("team.tell-supervisors-of-licence");
        services.AddConsumer<CredentialEnding, TellSupervisors>("team.tell-supervisors-of-credential");
        services.AddConsumer<SupervisorTold, WriteToSupervisor>("team.write-to-supervisor");
        services.AddSingleton(new ChartSection(70, "with-whom", "Care team", typeof(TeamWords), typeof(CareTeamSection)));
        AddBreakGlass(services);
        AddLeave(services);
        return services;
    }

    public static void MapTeam(this IEndpointRouteBuilder routes) => TakeBackEndpoint.Map(routes);

    private static void AddBreakGlass(IServiceCollection services)
    {
        services.AddScoped<OpenRecordHandler>();
        services.AddScoped<WhoAnswersForPrivacy>();
        services.AddConsumer<OpeningTold, TellPrivacy>("team.tell-privacy");
        services.AddScoped<OwnOpening>();
        services.AddScoped<Openings>();
        services.AddScoped<ReviewOpening>();
        services.AddSingleton<IAuditMark, EmergencyMark>();
        services.AddRound<WriteDownEnds>();
        services.AddScoped<ITimelineSource, OpeningTimeline>();
        services.AddScoped<IRecordPart, TeamPart>();
        services.AddSingleton(new ChartNotice(10, typeof(OpeningNotice)));
        services.AddSingleton(new MeSection(90, "opened-in-emergency", "Who opened your record in an emergency", typeof(BreakGlassWords), typeof(OpeningsOfMine)));
    }

    private static void AddLeave(IServiceCollection services)
    {
        services.AddScoped<Covers>();
        services.AddScoped<ICovers>(provider => provider.GetRequiredService<Covers>());
        services.AddScoped<ArrangeCoverHandler>();
        services.AddConsumer<StaffLastDaySet, EndCoversOfLeavers>("team.end-covers-of-leavers");
        services.AddConsumer<StaffAccountClosed, EndCoversOfClosedAccounts>("team.end-covers-of-closed-accounts");
        services.AddSingleton(new ChartNotice(20, typeof(CoverNotice)));
        services.AddSingleton(new ClientListNotice(10, typeof(CoversOfMine)));
    }
}

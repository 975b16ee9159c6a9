using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.CareTeam;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Reach;
using Linchpin.Modules.Team.Supervision;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Team;

/// <summary>Care teams and supervision lines: who sees whom.</summary>
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
        services.AddConsumer<LicenceEnding, TellSupervisors>("team.tell-supervisors-of-licence");
        services.AddConsumer<SupervisorTold, WriteToSupervisor>("team.write-to-supervisor");
        services.AddSingleton(new ChartSection(70, "with-whom", "Care team", typeof(TeamWords), typeof(CareTeamSection)));
        return services;
    }
}

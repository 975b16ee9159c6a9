using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Reach;

namespace Linchpin.Modules.Team;

/// <summary>Care teams and supervision lines: who sees whom.</summary>
public static class TeamModule
{
    public static IServiceCollection AddTeam(this IServiceCollection services)
    {
        services.AddScoped<IClientReach, ClientReach>();
        services.AddScoped<CareTeams>();
        services.AddScoped<ICareTeams>(provider => provider.GetRequiredService<CareTeams>());
        return services;
    }
}

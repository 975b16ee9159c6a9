using Linchpin.Modules.Access.Accounts;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;

namespace Linchpin.Modules.Access.SignIns;

/// <summary>The life of a sign-in, from its record to its end, and who may end it.</summary>
internal static class SignInsSetup
{
    public static void AddSignIns(this IServiceCollection services)
    {
        services.AddSingleton(provider => SignInRule.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<SignInBook>();
        services.AddScoped<SignInStanding>();
        services.AddScoped<EndSignIns>();

        services.AddSingleton<LiveLines>();
        services.AddSingleton<WatchLiveLines>();
        services.AddHostedService(provider => provider.GetRequiredService<WatchLiveLines>());
        services.Configure<HubOptions>(options => options.AddFilter<LiveLines>());

        services.AddScoped<IUserConfirmation<Account>, OpenAccount>();
        services.Configure<IdentityOptions>(options => options.SignIn.RequireConfirmedAccount = true);
        services.AddScoped<ListAccounts>();
        services.AddScoped<ChangeAccount>();
        services.AddScoped<ReadAccount>();
    }

    public static void MapSignIns(this IEndpointRouteBuilder routes)
    {
        // A wrong time stops the start, not the first visitor.
        routes.ServiceProvider.GetRequiredService<SignInRule>();
    }
}

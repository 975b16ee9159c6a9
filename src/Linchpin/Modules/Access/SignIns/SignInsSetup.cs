using Linchpin.Modules.Access.Accounts;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.ForgottenPassword;
using Linchpin.Modules.Access.Invitations;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
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
        services.AddRound<CloseOverSignIns>();

        services.AddSingleton<LiveLines>();
        services.AddSingleton<WatchLiveLines>();
        services.AddHostedService(provider => provider.GetRequiredService<WatchLiveLines>());
        services.Configure<HubOptions>(options => options.AddFilter<LiveLines>());

        services.AddScoped<IUserConfirmation<Account>, OpenAccount>();
        services.Configure<IdentityOptions>(options => options.SignIn.RequireConfirmedAccount = true);
        services.AddScoped<ListAccounts>();
        services.AddScoped<ChangeAccount>();
        services.AddScoped<ReadAccount>();

        services.AddSingleton(provider => LinkKey.Open(provider.GetRequiredService<DataSettings>().Folder));
        services.AddScoped<TryLimit>();
        services.AddScoped<MailedLinks>();
        services.AddRound<ForgetOldTries>();
        services.AddScoped<AskForNewPassword>();
        services.AddScoped<SetNewPassword>();
        services.AddScoped<InvitePerson>();
        services.AddScoped<SendInvitation>();
        services.AddScoped<InviteSupporter>();
        services.AddScoped<ISupporterInvitations, SupporterInvitations>();
        services.AddScoped<AcceptInvitation>();
        services.AddConsumer<PersonInvited, SendInvitationLetter>("access.invitation");
        services.AddConsumer<NewPasswordAsked, SendNewPasswordLink>("access.new-password");
    }

    public static void MapSignIns(this IEndpointRouteBuilder routes)
    {
        // A wrong time, or a key that can't be made, stops the start and not the first visitor.
        routes.ServiceProvider.GetRequiredService<SignInRule>();
        routes.ServiceProvider.GetRequiredService<LinkKey>();
        StayEndpoint.Map(routes);
    }
}

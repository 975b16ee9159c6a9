using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Data;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.Names;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Modules.Access.Passkeys;
using Linchpin.Modules.Access.Passwords;
using Linchpin.Modules.Access.SecondFactor;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Access.SignInLink;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access;

/// <summary>Who may: accounts, sign-in, roles, doors. Deny is the default.</summary>
public static class AccessModule
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentActor>();
        services.AddScoped<ICurrentActor>(provider => provider.GetRequiredService<CurrentActor>());
        services.AddScoped<IAuditWho>(provider => provider.GetRequiredService<CurrentActor>());

        // Before Identity, which would add its own rules about kinds of characters.
        services.AddScoped<IPasswordValidator<Account>, AccountPasswords>();
        services.AddIdentityCore<Account>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.RequireUniqueEmail = true;
                options.Lockout.MaxFailedAccessAttempts = 10;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<CareDb>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddScoped<AccountClaims>();
        services.AddScoped<IUserClaimsPrincipalFactory<Account>>(provider => provider.GetRequiredService<AccountClaims>());
        services.AddScoped<ISecurityStampValidator, StampCheck>();
        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeySettings>();

        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                options.Cookie.Name = "__Host-linchpin";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                options.Cookie.HttpOnly = true;
                options.LoginPath = "/sign-in";
                options.ReturnUrlParameter = "returnUrl";
                SignInCookie.Tie(options);
            })
            // Identity keeps the challenge of a passkey here while the browser's window is open.
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, options => BetweenSteps(options, "__Host-linchpin-passkey"))
            .AddCookie(SecondStepTicket.Scheme, options => BetweenSteps(options, "__Host-linchpin-step"))
            .AddCookie(IdentityConstants.ExternalScheme)
            // Nobody's browser is remembered; but Identity signs out of this scheme, too, when a security stamp no longer holds, and fails without it.
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme)
            .AddCookie(Doors.JoinScheme, options =>
            {
                options.Cookie.Name = "__Host-linchpin-join";
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                options.Cookie.HttpOnly = true;
                // Each ticket brings its own end, which is its link's.
                options.SlidingExpiration = false;
                options.Events.OnRedirectToLogin = context =>
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                };
            });
        // Lax: with Strict, a visit that comes from a link in a mail would get a new token and spoil the forms that stand open in other tabs.
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "__Host-linchpin-form";
            options.Cookie.SameSite = SameSiteMode.Lax;
            // "Always" refuses to work on http://localhost, where the demo runs; the cookie policy marks this cookie as secure like every other.
            options.Cookie.SecurePolicy = CookieSecurePolicy.None;
            options.Cookie.HttpOnly = true;
        });
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddSignIns();

        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ClosedDoor>();
        services.AddAuthorization(options =>
        {
            foreach (var (door, roles) in Doors.Roles)
            {
                options.AddPolicy(door, policy =>
                {
                    policy.AddAuthenticationSchemes(IdentityConstants.ApplicationScheme);
                    if (door == Doors.InSession)
                    {
                        policy.AddAuthenticationSchemes(Doors.JoinScheme);
                        policy.RequireAssertion(context => Actor.From(context.User) is { } actor && (actor.Kind == ActorKind.Participant || roles.Any(actor.Is)));
                    }
                    else if (door == Doors.OwnAccount)
                    {
                        policy.RequireAssertion(context => Actor.From(context.User) is { Kind: ActorKind.Account } actor && (actor.OwesSecondFactor || roles.Any(actor.Is)));
                    }
                    else
                    {
                        policy.RequireRole(roles);
                    }
                });
            }

            // An endpoint that names no door is shut to everybody.
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
            options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
        });

        services.AddSignInRate();
        AddWaysIn(services);
        services.AddScoped<IAccountRegister, AccountRegister>();
        services.AddScoped<IAccountNames, AccountNames>();
        services.AddVerb("user add", AddUser.Usage, AddUser.RunAsync);
        services.AddVerb("user reset-factor", ResetFactors.Usage, ResetFactors.RunAsync);
        return services;
    }

    private static void AddWaysIn(IServiceCollection services)
    {
        services.AddScoped<LetIn>();
        services.AddScoped<WrongTries>();
        services.AddScoped<SecondStepTicket>();
        services.AddScoped<SignInWithPassword>();
        services.AddScoped<SecondStep>();
        services.AddScoped<SignInWithPasskey>();
        services.AddScoped<AskForSignInLink>();
        services.AddScoped<SignInByLink>();
        services.AddScoped<ChooseSignInLink>();
        services.AddConsumer<SignInLinkAsked, SendSignInLink>("access.send-sign-in-link");
        services.AddSingleton<AppKeys>();
        services.AddScoped<CheckCode>();
        services.AddScoped<OwnFactors>();
        services.AddScoped<OwnSignIn>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<TurnOnApp>();
        services.AddScoped<TurnOffApp>();
        services.AddScoped<MakeRecoveryCodes>();
        services.AddScoped<OwnPasskeys>();
        services.AddConsumer<SignInChanged, TellOfSignInChange>("access.tell-sign-in-changed");
    }

    private static void BetweenSteps(CookieAuthenticationOptions options, string name)
    {
        options.Cookie.Name = name;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.HttpOnly = true;
        options.ExpireTimeSpan = SecondStepTicket.Lasts;
        options.SlidingExpiration = false;
    }

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        SignOutEndpoint.Map(routes);
        SignInAgainEndpoint.Map(routes);
        PasskeyEndpoints.Map(routes);
        routes.MapSignIns();
    }
}

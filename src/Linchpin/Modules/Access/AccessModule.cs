using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Data;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

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

        services.AddIdentityCore<Account>(options =>
            {
                // NIST SP 800-63B-4: length, no composition rules. A second factor comes with the whole of Access.
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.User.RequireUniqueEmail = true;
                options.Lockout.MaxFailedAccessAttempts = 10;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<CareDb>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<AccountClaims>()
            .AddDefaultTokenProviders();

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
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme)
            .AddCookie(IdentityConstants.ExternalScheme)
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
        services.AddScoped<SignInWithPassword>();
        services.AddScoped<IAccountRegister, AccountRegister>();
        services.AddVerb("user add", AddUser.Usage, AddUser.RunAsync);
        return services;
    }

    public static void MapAccess(this IEndpointRouteBuilder routes)
    {
        SignOutEndpoint.Map(routes);
        SignInAgainEndpoint.Map(routes);
        routes.MapSignIns();
    }
}

using System.Security.Claims;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access.SignIns;

/// <summary>Ties the cookie to the record that the server keeps. Every way of signing in ends in this cookie, so none gets round the record.</summary>
internal static class SignInCookie
{
    private const string KindKey = "linchpin:kind";

    public static void Tie(CookieAuthenticationOptions options)
    {
        // The record says when it ends. The cookie itself only has to live long enough, and only as long as the browser is open.
        options.ExpireTimeSpan = TimeSpan.FromDays(1);
        options.SlidingExpiration = false;
        options.Events.OnSigningIn = BeginAsync;
        options.Events.OnSigningOut = EndAsync;
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    /// <summary>Says by what the sign-in that this request is about to make was proven; without it, by a password.</summary>
    public static void ProvenBy(HttpContext context, SignInKind kind) => context.Items[KindKey] = kind;

    /// <summary>The sign-in that somebody is in; null for those who came otherwise.</summary>
    public static SignInId? IdOf(ClaimsPrincipal? principal) =>
        Guid.TryParse(principal?.FindFirstValue(ActorClaims.SignIn), out var id) ? new SignInId(id) : null;

    private static async Task BeginAsync(CookieSigningInContext context)
    {
        var http = context.HttpContext;
        if (context.Principal?.Identity is not ClaimsIdentity identity || !Guid.TryParse(identity.FindFirst(ClaimTypes.NameIdentifier)?.Value, out var account))
            throw new InvalidOperationException("A sign-in names its account.");
        var services = http.RequestServices;
        var (care, clock) = (services.GetRequiredService<CareDb>(), services.GetRequiredService<TimeProvider>());
        var stamp = identity.FindFirst(services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType)?.Value ?? "";
        var record = SignInRecord.Begin(
            account, stamp, Actor.From(context.Principal) is var actor && (actor.Staff is not null || actor.IsAny([.. ProgrammeRoles.Staff]) || identity.HasClaim(c => c.Type == ActorClaims.OwesSecondFactor)), KindOf(http, identity),
            Device.Read(http.Request.Headers.UserAgent), http.Connection.RemoteIpAddress?.ToString(), clock.GetUtcNow(), services.GetRequiredService<SignInRule>().Longest);
        care.Add(record);
        if (await FormerAsync(http) is { } former)
        {
            former.End(former.Account == account ? SignInEnd.Renewed : SignInEnd.OtherAccount, clock.GetUtcNow());
            services.GetRequiredService<SignInBook>().Forget(former.Id);
        }

        await care.SaveChangesAsync(http.RequestAborted);
        foreach (var old in identity.FindAll(ActorClaims.SignIn).ToList()) identity.RemoveClaim(old);
        identity.AddClaim(new Claim(ActorClaims.SignIn, record.Id.ToString()));
    }

    // "pop": a key that only the device has was used (RFC 8176).
    private static SignInKind KindOf(HttpContext http, ClaimsIdentity identity) =>
        http.Items[KindKey] as SignInKind? ?? (identity.HasClaim("amr", "pop") ? SignInKind.Passkey : SignInKind.Password);

    private static async Task EndAsync(CookieSigningOutContext context)
    {
        if (await FormerAsync(context.HttpContext) is not { EndedAt: null } former) return;
        var services = context.HttpContext.RequestServices;
        former.End(SignInEnd.SignedOut, services.GetRequiredService<TimeProvider>().GetUtcNow());
        services.GetRequiredService<IAuditTrail>().Record(new AuditEvent("account.sign-out", "Account", former.Account));
        await services.GetRequiredService<CareDb>().SaveChangesAsync(CancellationToken.None);
        services.GetRequiredService<SignInBook>().Forget(former.Id);
    }

    private static async Task<SignInRecord?> FormerAsync(HttpContext http) =>
        IdOf(http.User) is { } id ? await http.RequestServices.GetRequiredService<CareDb>().Set<SignInRecord>().FindAsync([id], http.RequestAborted) : null;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var endpoint = http.GetEndpoint();
        // Styles and scripts are for everybody.
        if (endpoint?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) return;
        var services = http.RequestServices;
        var asked = services.GetRequiredService<SignInStanding>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var known = IdOf(context.Principal);
        var standing = known is { } asking ? await asked.OfAsync(asking, http.RequestAborted) : null;
        if (known is not { } id || standing is null || standing.Over(services.GetRequiredService<SignInRule>(), now) is not null)
        {
            // The cookie stays: a late answer that took it away would take away the one that a new sign-in has just put in its place.
            context.RejectPrincipal();
            return;
        }

        if (CountsAsActive(endpoint)) await TouchAsync(asked, id, standing, http.RequestAborted);
        await SecurityStampValidator.ValidatePrincipalAsync(context);
        // Claims are made anew each minute, so that a role that was given shows; the sign-in stays the same.
        if (IdOf(context.Principal) is null && context.Principal?.Identity is ClaimsIdentity renewed) renewed.AddClaim(new Claim(ActorClaims.SignIn, id.ToString()));
    }

    // A page that asks on a timer, and a line that script opens again and again, say nothing of whether anybody sits before them.
    private static bool CountsAsActive(Endpoint? endpoint) =>
        endpoint is null || (endpoint.Metadata.GetMetadata<AsksByItselfAttribute>() is null && endpoint.Metadata.GetMetadata<HubMetadata>() is null);

    private static async Task TouchAsync(SignInStanding asked, SignInId id, Standing standing, CancellationToken cancel)
    {
        try
        {
            await asked.TouchAsync(id, standing, cancel);
        }
        catch (Exception e) when (StorageFailure.IsIn(e))
        {
            // A full disk must not keep anybody from reading what is there.
        }
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SignIn;

/// <param name="Key">Under which it was counted.</param>
/// <param name="MayTry">False when there are no tries left for now.</param>
internal sealed record CountedTry(string Key, bool MayTry);

/// <summary>Counts tries by the address that was typed, whether anybody has it or not: an account that exists and one that does not cost the same work and are shut
/// after the same number. A browser that signed in to the account before is counted by itself, so that nobody is locked out of their own account by somebody
/// who tries it from elsewhere.</summary>
internal sealed class TryLimit(CareDb care, LinkKey key, IHttpContextAccessor http, TimeProvider clock)
{
    public const string Cookie = "__Host-linchpin-device";
    private const int SecretLength = 32;

    /// <summary>Takes one try at the password behind an address.</summary>
    public async Task<CountedTry> TakeSignInAsync(string email, Account? account, CancellationToken cancel)
    {
        var (device, owner) = (DeviceHash() ?? "", account?.Id ?? Guid.Empty);
        var isKnown = await care.Set<KnownDevice>().AsNoTracking().AnyAsync(d => d.Device == device && d.Account == owner, cancel);
        return await TakeAsync(key.CounterOf("sign-in", Normal(email), isKnown ? device : ""), TryRule.SignIn, cancel);
    }

    /// <summary>Takes one letter to an address.</summary>
    public Task<CountedTry> TakeMailAsync(string purpose, string email, CancellationToken cancel) =>
        TakeAsync(key.CounterOf(purpose, Normal(email), ""), TryRule.Mail, cancel);

    /// <summary>The account's owner was here: their tries begin anew, and this browser is known from now on. Written with the next save.</summary>
    public async Task WelcomeAsync(Account account, CancellationToken cancel)
    {
        var device = DeviceHash() ?? GiveDevice();
        await ClearAsync(key.CounterOf("sign-in", Normal(account.Email ?? ""), ""), cancel);
        if (device is null) return;
        await ClearAsync(key.CounterOf("sign-in", Normal(account.Email ?? ""), device), cancel);
        if (await care.Set<KnownDevice>().FindAsync([device, account.Id], cancel) is { } known) known.Seen(clock.GetUtcNow());
        else care.Add(KnownDevice.Of(device, account.Id, clock.GetUtcNow()));
    }

    private async Task<CountedTry> TakeAsync(string counter, TryRule rule, CancellationToken cancel)
    {
        var taken = await Redecide.UntilSavedAsync<bool>(care, async token =>
        {
            var row = await care.Set<TryCounter>().FirstOrDefaultAsync(c => c.Key == counter, token);
            if (row is null) care.Add(row = TryCounter.Of(counter));
            var mayTry = row.Take(rule, clock.GetUtcNow());
            await care.SaveChangesAsync(token);
            return mayTry;
        }, cancel);
        // Who is overtaken twelve times in a row is one of very many.
        return new CountedTry(counter, taken.IsOk && taken.Value);
    }

    private async Task ClearAsync(string counter, CancellationToken cancel)
    {
        if (await care.Set<TryCounter>().FindAsync([counter], cancel) is { } row) row.Clear();
    }

    private string? DeviceHash() =>
        http.HttpContext?.Request.Cookies[Cookie] is { Length: 43 } secret ? LinkKey.HashOf(secret) : null;

    // Not about a person: a random word that this browser keeps, and nobody else can say.
    private string? GiveDevice()
    {
        if (http.HttpContext is not { Response.HasStarted: false } context) return null;
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength));
        context.Response.Cookies.Append(Cookie, secret, new CookieOptions { MaxAge = TimeSpan.FromDays(400), Path = "/", HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = true });
        return LinkKey.HashOf(secret);
    }

    private static string Normal(string email) => email.ToUpperInvariant();
}

/// <summary>Counters of yesterday, links that ended a month ago and browsers that nobody used for over a year say nothing any more.</summary>
internal sealed class ForgetOldTries(CareDb care, TimeProvider clock) : IRound
{
    public string Name => "access.forget-old-tries";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (day, month, year) = (now.AddDays(-1), now.AddDays(-30), now.AddDays(-400));
        await care.InTransactionAsync(async token =>
        {
            await care.Set<TryCounter>().Where(c => c.LastAt < day).ExecuteDeleteAsync(token);
            await care.Set<MailedLink>().Where(l => l.EndsAt < month || (l.EndsAt < day && l.Account == null && l.Kind == MailedLinkKind.NewPassword)).ExecuteDeleteAsync(token);
            await care.Set<KnownDevice>().Where(d => d.LastAt < year).ExecuteDeleteAsync(token);
            return Result.Ok;
        }, cancel);
    }
}

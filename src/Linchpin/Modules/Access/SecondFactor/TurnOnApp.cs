using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SecondFactor;

[ValidatableType]
public sealed class AppForm
{
    /// <summary>The key that the page showed, sealed for this account.</summary>
    [StringLength(2000)]
    public string? Offer { get; set; }

    [Required(ErrorMessage = "Enter the code that the app shows.")]
    [StringLength(64, ErrorMessage = "A code is shorter than this.")]
    public string? Code { get; set; }
}

/// <summary>Sets up the authenticator app once a first code shows that it has the key.</summary>
internal sealed class TurnOnApp(CareDb care, OwnSignIn own, AppKeys keys, WrongTries tries, TimeProvider clock)
{
    /// <returns>The recovery codes to show once; none when the account has some already, or when this was a second post of the same form.</returns>
    public async Task<Result<List<string>>> HandleAsync(AppForm form, CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways) return Error.NotFound;
        var id = new AccountId(ways.Account.Id);
        if (keys.OfOffer(id, form.Offer) is not { } key) return Error.Refused("This page was open for too long. Scan the new code below, then type what the app shows.");
        var present = await care.Set<AuthenticatorApp>().AsNoTracking().SingleOrDefaultAsync(a => a.Account == id, cancel);
        if (present is not null)
            return keys.Open(id, present.SealedKey) is { } same && CryptographicOperations.FixedTimeEquals(same, key)
                ? AlreadyDone
                : Error.Conflict("Another app is set up already. Turn it off first.");
        if (own.Hindrance(ways) is { } hindrance) return hindrance;
        var now = clock.GetUtcNow();
        if (Totp.Match(key, form.Code!, now, lastUsed: null) is not { } step)
        {
            await tries.CountAsync(ways.Account.Id, new AuditEvent("account.app-on", "Account", ways.Account.Id, ways.Account.Client, AuditOutcome.Failed), cancel);
            return Error.Invalid("Code", "This is not the code that the app shows now. Check that your phone's clock is right, and type the next code.");
        }

        var (codes, rows) = ways.Factors.CodesLeft == 0 ? RecoveryCode.NewSet(id, now) : ([], []);
        var saved = await own.ChangeAsync(ways, "account.app-on", SignInChange.AppOn, _ =>
        {
            care.Add(AuthenticatorApp.TurnOn(id, keys.Seal(id, key), step, now));
            care.AddRange(rows);
            return Task.FromResult(Result.Ok);
        }, cancel, ways.Proof.IsTwoFactor ? null : Proof.PasswordAndCode(now));
        return saved.IsOk ? (List<string>)[.. codes] : Result<List<string>>.Fail(saved.Errors);
    }

    /// <summary>The same form came twice; the first one did it.</summary>
    public static Error AlreadyDone { get; } = Error.Conflict("The app is set up already.");
}

using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Passkeys;

[ValidatableType]
public sealed class PasskeyNameForm
{
    [Required(ErrorMessage = "Give the passkey a name.")]
    [StringLength(OwnPasskeys.LongestName, ErrorMessage = "Keep the name under 60 characters.")]
    public string? Name { get; set; }
}

/// <param name="Handle">Names it in an address: the start of the credential id's hash, so that no credential id stands in a log.</param>
/// <param name="IsSynced">The browser keeps it in an account and copies it to other devices.</param>
internal sealed record OwnPasskey(string Handle, byte[] Id, string Name, DateTimeOffset Added, bool IsSynced);

/// <summary>The passkeys of whoever is signed in.</summary>
internal sealed class OwnPasskeys(CareDb care, UserManager<Account> accounts, SignInManager<Account> signIn, OwnSignIn own, IAuditTrail audit, TimeProvider clock)
{
    internal const int LongestName = 60;

    /// <summary>Passkeys that one account may have.</summary>
    internal const int Most = 20;

    public async Task<IReadOnlyList<OwnPasskey>> ListAsync(Account account) =>
        [.. (await accounts.GetPasskeysAsync(account)).OrderBy(p => p.CreatedAt).Select(p => new OwnPasskey(HandleOf(p.CredentialId), p.CredentialId, p.Name ?? "", p.CreatedAt, p.IsBackedUp))];

    /// <summary>What the browser's <c>navigator.credentials.create</c> takes, as JSON.</summary>
    public async Task<Result<string>> BeginAsync(CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways) return Error.NotFound;
        if (own.Hindrance(ways) is { } hindrance) return hindrance;
        if (ways.Factors.Passkeys >= Most) return Error.Refused("You have as many passkeys as an account can have. Remove one first.");
        var account = ways.Account;
        return await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
        {
            Id = account.Id.ToString(), Name = account.Email ?? "", DisplayName = account.DisplayName.Length > 0 ? account.DisplayName : account.Email ?? "",
        });
    }

    /// <returns>True when recovery codes should be made now, because there are none.</returns>
    public async Task<Result<bool>> AddAsync(string credential, string? name, CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways) return Error.NotFound;
        if (own.Hindrance(ways) is { } hindrance) return hindrance;
        if (await AttestedAsync(credential, ways.Account) is not { } passkey)
        {
            await audit.RecordNowAsync(new AuditEvent("account.passkey-add", "Account", ways.Account.Id, ways.Account.Client, AuditOutcome.Failed), cancel);
            return Error.Refused("The passkey could not be added. Try again.");
        }

        var now = clock.GetUtcNow();
        passkey.Name = Text.Clean(name) is { } given ? Text.Cut(given, LongestName) : FormattableString.Invariant($"{now:yyyy-MM-dd}");
        // Made by an authenticator that asked for the person: whoever had shown a password has now shown a second factor.
        var proof = ways.Proof.IsTwoFactor ? null : Proof.Passkey(now);
        var saved = await own.ChangeAsync(ways, "account.passkey-add", SignInChange.PasskeyAdded, token => StoreAsync(ways.Account, passkey), cancel, proof);
        return saved.IsOk ? ways.Factors.CodesLeft == 0 : Result<bool>.Fail(saved.Errors);
    }

    public async Task<Result> RenameAsync(string handle, string name, CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways || await FindAsync(ways.Account, handle) is not { } passkey) return Error.NotFound;
        if (Text.Clean(name) is not { } clean) return Error.Invalid("Name", "Give the passkey a name.");
        if (own.Overtaken(ways) is { } overtaken) return overtaken;
        if (passkey.Name == clean) return Result.Ok;
        passkey.Name = clean;
        audit.Record(new AuditEvent("account.passkey-rename", "Account", ways.Account.Id, ways.Account.Client));
        try
        {
            // A failed save must take its audit entry with it.
            return await care.InTransactionAsync(async _ => await StoreAsync(ways.Account, passkey) is { IsOk: true } stored ? stored : throw new DbUpdateConcurrencyException(), cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Error.Overtaken;
        }
    }

    public async Task<Result> RemoveAsync(string handle, CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways) return Error.NotFound;
        if (await FindAsync(ways.Account, handle) is not { } passkey) return Result.Ok;
        if (ways.Factors.IsLast(passkeys: 1)) return Error.Refused("This is your only second factor, and your work needs one. Add another passkey or an authenticator app first.");
        return await own.ChangeAsync(ways, "account.passkey-remove", SignInChange.PasskeyRemoved, async token =>
        {
            if (ways.Factors is { HasApp: false, Passkeys: 1 })
                care.RemoveRange(await care.Set<RecoveryCode>().Where(c => c.Account == new AccountId(ways.Account.Id)).ToListAsync(token));
            return (await accounts.RemovePasskeyAsync(ways.Account, passkey.CredentialId)).Succeeded ? Result.Ok : Error.Overtaken;
        }, cancel);
    }

    public async Task<OwnPasskey?> FindAsync(string handle, CancellationToken cancel) =>
        await own.OpenAsync(cancel) is { } ways ? (await ListAsync(ways.Account)).FirstOrDefault(p => p.Handle == handle) : null;

    private async Task<UserPasskeyInfo?> FindAsync(Account account, string handle) =>
        (await accounts.GetPasskeysAsync(account)).FirstOrDefault(p => HandleOf(p.CredentialId) == handle);

    private async Task<Result> StoreAsync(Account account, UserPasskeyInfo passkey) =>
        (await accounts.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded ? Result.Ok : Error.Overtaken;

    private async Task<UserPasskeyInfo?> AttestedAsync(string credential, Account account)
    {
        try
        {
            var attested = await signIn.PerformPasskeyAttestationAsync(credential);
            return attested.Succeeded && attested.UserEntity.Id == account.Id.ToString() ? attested.Passkey : null;
        }
        catch (InvalidOperationException)
        {
            // Nothing was begun in this browser, or its five minutes are over.
            return null;
        }
    }

    private static string HandleOf(byte[] id) => Base64Url.EncodeToString(SHA256.HashData(id).AsSpan(0, 12));
}

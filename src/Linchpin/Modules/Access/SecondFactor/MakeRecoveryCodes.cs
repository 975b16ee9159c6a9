using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SecondFactor;

/// <summary>A new set of recovery codes; those before it open nothing any more.</summary>
internal sealed class MakeRecoveryCodes(CareDb care, OwnSignIn own, TimeProvider clock)
{
    /// <returns>The codes, to be shown once: only their hashes are kept.</returns>
    public async Task<Result<List<string>>> HandleAsync(CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways) return Error.NotFound;
        if (!ways.Factors.HasAny) return Error.Refused("Recovery codes stand in for a passkey or an authenticator app. Set up one of them first.");
        var id = new AccountId(ways.Account.Id);
        var (codes, rows) = RecoveryCode.NewSet(id, clock.GetUtcNow());
        var saved = await own.ChangeAsync(ways, "account.recovery-codes", SignInChange.RecoveryCodesMade, async token =>
        {
            care.RemoveRange(await care.Set<RecoveryCode>().Where(c => c.Account == id).ToListAsync(token));
            care.AddRange(rows);
            return Result.Ok;
        }, cancel);
        return saved.IsOk ? (List<string>)[.. codes] : Result<List<string>>.Fail(saved.Errors);
    }
}

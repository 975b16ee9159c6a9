using Linchpin.Kernel;
using Linchpin.Modules.Access.OwnAccount;

namespace Linchpin.Modules.Access.SignInLink;

/// <summary>Turns the way in by a mailed link on or off, by the account's owner alone. Whoever opens other people's records has to prove more than a mailbox.</summary>
internal sealed class ChooseSignInLink(OwnSignIn own)
{
    /// <summary>Whether the account may choose it at all.</summary>
    public static bool IsOffered(OwnWays ways) => !ways.Factors.Must && ways.Account.Staff is null;

    public async Task<Result> HandleAsync(bool on, CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways) return Error.NotFound;
        if (on && !IsOffered(ways)) return Error.Refused("Your work opens people's records, so a mailed link is not enough to sign in with.");
        if (!on && ways is { Account.PasswordHash: null, Factors.Passkeys: 0 }) return Error.Refused("Set a password or add a passkey first. Otherwise nothing would let you in any more.");
        if (ways.Account.SignsInByLink == on) return Result.Ok;
        return await own.ChangeAsync(ways, on ? "account.link-on" : "account.link-off", on ? SignInChange.LinkOn : SignInChange.LinkOff, _ =>
        {
            ways.Account.SignInByLink(on);
            return Task.FromResult(Result.Ok);
        }, cancel);
    }
}

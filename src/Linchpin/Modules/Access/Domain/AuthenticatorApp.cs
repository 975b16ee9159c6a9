using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Access.Domain;

/// <summary>The authenticator app of an account: at most one. Its row comes with the first code that shows that the app has the key.</summary>
internal sealed class AuthenticatorApp : IVersioned
{
    private AuthenticatorApp()
    {
    }

    public AccountId Account { get; private set; }

    /// <summary>The key, sealed with the keys of the data folder: whoever has only the database can't make codes.</summary>
    public string SealedKey { get; private set; } = "";

    public DateTimeOffset Since { get; private set; }

    /// <summary>Step of the last code that was taken (RFC 6238); neither it nor an older one is taken again.</summary>
    public long LastStep { get; private set; }

    public int Version { get; private set; }

    /// <param name="step">Step of the code that showed that the app has the key.</param>
    public static AuthenticatorApp TurnOn(AccountId account, string sealedKey, long step, DateTimeOffset now) =>
        new() { Account = account, SealedKey = sealedKey, LastStep = step, Since = now };

    public void Use(long step)
    {
        if (LastStep >= step) throw new InvalidOperationException("A code is taken once.");
        LastStep = step;
    }
}

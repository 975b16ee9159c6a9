using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace Linchpin.Modules.Access.SecondFactor;

/// <summary>Keys of authenticator apps, sealed for one account each: a row that somebody moves to another account opens nothing.</summary>
internal sealed class AppKeys(IDataProtectionProvider protection)
{
    // Time enough to find the phone, to install an app and to type the key.
    private static readonly TimeSpan OfferLasts = TimeSpan.FromMinutes(30);

    /// <summary>A new key in a form that a page can carry until the first code shows that the app has it. Nothing is stored for a page that is only looked at.</summary>
    public string Offer(AccountId account) => ForOffer(account).Protect(Convert.ToHexString(RandomNumberGenerator.GetBytes(Totp.KeyLength)), OfferLasts);

    /// <summary>The key of an offer; null when it is too old, not ours, or was made for somebody else.</summary>
    public byte[]? OfOffer(AccountId account, string? offer) => Try(offer, text => ForOffer(account).Unprotect(text));

    public string Seal(AccountId account, byte[] key) => ForRow(account).Protect(Convert.ToHexString(key));

    /// <summary>The key of a row; null when the data folder's keys are not those it was sealed with.</summary>
    public byte[]? Open(AccountId account, string sealedKey) => Try(sealedKey, text => ForRow(account).Unprotect(text));

    private ITimeLimitedDataProtector ForOffer(AccountId account) => protection.CreateProtector("Access.AppOffer", account.ToString()).ToTimeLimitedDataProtector();

    private IDataProtector ForRow(AccountId account) => protection.CreateProtector("Access.AppKey", account.ToString());

    private static byte[]? Try(string? text, Func<string, string> open)
    {
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            return Convert.FromHexString(open(text));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

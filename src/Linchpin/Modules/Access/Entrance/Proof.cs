using System.Globalization;
using System.Security.Claims;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>How and when somebody proved who they are. It goes into the cookie at sign-in and stays there when the cookie is renewed.</summary>
/// <param name="Methods">Values of the claim <c>amr</c> (RFC 8176).</param>
/// <param name="At">When, to the second.</param>
internal sealed record Proof(IReadOnlyList<string> Methods, DateTimeOffset At)
{
    public const string MethodClaim = "amr";
    public const string TimeClaim = "auth_time";

    private const string TwoFactors = "mfa";

    /// <summary>How long a proof is fresh enough to change how one signs in.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Nothing is known to be proven.</summary>
    public static Proof None { get; } = new([], DateTimeOffset.UnixEpoch);

    /// <summary>Two different factors were shown, or a passkey, which is a thing one has and opens it with a finger, a face or a PIN.</summary>
    public bool IsTwoFactor => Methods.Contains(TwoFactors, StringComparer.Ordinal);

    public static Proof Password(DateTimeOffset now) => new(["pwd"], now);

    public static Proof PasswordAndCode(DateTimeOffset now) => new(["pwd", "otp", TwoFactors], now);

    /// <summary>Whoever opens the mailbox. RFC 8176 has no word for it.</summary>
    public static Proof MailedLink(DateTimeOffset now) => new(["mail"], now);

    public static Proof MailedLinkAndCode(DateTimeOffset now) => new(["mail", "otp", TwoFactors], now);

    /// <summary>The authenticator asked for the person (user verification), which the options of our passkeys demand.</summary>
    public static Proof Passkey(DateTimeOffset now) => new(["pop", "user", TwoFactors], now);

    public static Proof Of(ClaimsPrincipal principal) => new(
        [.. principal.FindAll(MethodClaim).Select(c => c.Value)],
        long.TryParse(principal.FindFirstValue(TimeClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.UnixEpoch);

    public bool IsFresh(DateTimeOffset now) => now - At < Fresh;

    /// <summary>Whether this account opens nothing without a second factor: staff outside the demo programme.</summary>
    public static bool MustBeTwoFactor(Account account, IEnumerable<string> roles) =>
        !account.IsDemo && (account.Staff is not null || roles.Any(r => ProgrammeRoles.Staff.Contains(r, StringComparer.Ordinal)));

    public IEnumerable<Claim> Claims() =>
        [.. Methods.Select(m => new Claim(MethodClaim, m)), new(TimeClaim, At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64)];
}

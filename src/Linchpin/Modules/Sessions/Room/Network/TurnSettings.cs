using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Sessions.Room.Network;

/// <summary>One entry of a browser's <c>iceServers</c>.</summary>
internal sealed record IceServer(IReadOnlyList<string> Urls, string? Username = null, string? Credential = null);

/// <summary>The relay for people whose networks let nothing else through. Empty on one machine.</summary>
internal sealed record TurnSettings(IReadOnlyList<string> Stun, IReadOnlyList<string> Turn, string? Secret)
{
    /// <summary>How long a credential opens new allocations; one that is open goes on.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    /// <summary>Reads <c>Turn__Urls</c>, <c>Turn__Secret</c> and <c>Stun__Urls</c>; addresses stand apart with commas or spaces.</summary>
    /// <exception cref="SettingException">An address has the wrong scheme, or there is a relay without a secret.</exception>
    public static TurnSettings Read(IConfiguration configuration)
    {
        var stun = Urls(configuration, "Stun", "stun:", "stuns:");
        var turn = Urls(configuration, "Turn", "turn:", "turns:");
        var secret = configuration["Turn:Secret"];
        if (turn.Count > 0 && string.IsNullOrWhiteSpace(secret))
            throw new SettingException("Turn__Urls is set, so Turn__Secret must hold the same secret as static-auth-secret of the TURN server.");
        return new TurnSettings(stun, turn, secret);
    }

    /// <summary>A participant's own servers. The credential is made as draft-uberti-behave-turn-rest-00 and coturn's <c>use-auth-secret</c> say: the user name is the
    /// Unix time of expiry, a colon and a name; the password is the Base64 of HMAC-SHA1 over it with the shared secret. The name is a digest, so that
    /// the relay's logs know nobody, and the same for one person in one session, so that coturn's quota is theirs.</summary>
    public IReadOnlyList<IceServer> For(SessionId session, string who, DateTimeOffset now)
    {
        var servers = new List<IceServer>();
        if (Stun.Count > 0) servers.Add(new IceServer(Stun));
        if (Turn.Count > 0)
        {
            var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{session}/{who}")).AsSpan(0, 12));
            var username = string.Create(CultureInfo.InvariantCulture, $"{(now + Lifetime).ToUnixTimeSeconds()}:{name}");
            servers.Add(new IceServer(Turn, username, Credential(username, Secret!)));
        }

        return servers;
    }

    public static string Credential(string username, string secret)
    {
#pragma warning disable CA5350 // SHA-1 is what the TURN REST scheme prescribes; as a MAC over a short-lived name it is sound.
        return Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username)));
#pragma warning restore CA5350
    }

    private static List<string> Urls(IConfiguration configuration, string section, string scheme, string secure)
    {
        var urls = (configuration[$"{section}:Urls"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        if (urls.Find(u => !u.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && !u.StartsWith(secure, StringComparison.OrdinalIgnoreCase)) is { } wrong)
            throw new SettingException($"{section}__Urls holds '{wrong}'; an address there starts with {scheme} or {secure}");
        return urls;
    }
}

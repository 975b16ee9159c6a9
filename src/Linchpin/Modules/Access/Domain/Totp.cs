using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Linchpin.Modules.Access.Domain;

/// <summary>Time-based one-time passwords: RFC 6238 over RFC 4226, with SHA-1, six digits and steps of 30 seconds, which is what authenticator apps speak.</summary>
internal static class Totp
{
    /// <summary>Bytes of a key; RFC 4226, 4 (R6) recommends 160 bits.</summary>
    public const int KeyLength = 20;

    private const int Digits = 6;
    private const int StepSeconds = 30;

    // One step to either side, for clocks that are a little off (RFC 6238, 5.2).
    private const int Drift = 1;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of one step.</summary>
    public static string CodeOf(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238's default, and the only one that every app knows; as an HMAC it holds.
        HMACSHA1.HashData(key, counter, mac);
#pragma warning restore CA5350
        var value = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & 0x7FFFFFFF;
        return (value % 1_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }

    /// <summary>The step that <paramref name="code"/> belongs to, when it is near <paramref name="now"/> and later than <paramref name="lastUsed"/>: RFC 6238, 5.2
    /// forbids taking a code twice. Null when there is none.</summary>
    public static long? Match(ReadOnlySpan<byte> key, string code, DateTimeOffset now, long? lastUsed)
    {
        var typed = System.Text.Encoding.UTF8.GetBytes(string.Concat(code.Where(c => !char.IsWhiteSpace(c) && c != '-')));
        long? found = null;
        // Every step is compared, so that the time it takes tells nothing.
        for (var step = StepAt(now) - Drift; step <= StepAt(now) + Drift; step++)
        {
            var isSame = CryptographicOperations.FixedTimeEquals(typed, System.Text.Encoding.UTF8.GetBytes(CodeOf(key, step)));
            if (isSame && (lastUsed is null || step > lastUsed) && found is null) found = step;
        }

        return found;
    }

    /// <summary>The key as apps take it when it is typed: RFC 4648 base 32 without padding.</summary>
    public static string Text(ReadOnlySpan<byte> key)
    {
        var text = new System.Text.StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var value in key)
        {
            (bits, held) = ((bits << 8) | value, held + 8);
            for (; held >= 5; held -= 5) text.Append(Base32[(bits >> (held - 5)) & 31]);
            bits &= (1 << held) - 1;
        }

        if (held > 0) text.Append(Base32[(bits << (5 - held)) & 31]);
        return text.ToString();
    }

    /// <summary>What the square picture holds: https://github.com/google/google-authenticator/wiki/Key-Uri-Format.</summary>
    public static string Address(string issuer, string account, ReadOnlySpan<byte> key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Text(key)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}

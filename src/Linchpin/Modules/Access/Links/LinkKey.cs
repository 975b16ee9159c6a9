using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Access.Links;

/// <summary>Makes the secrets of mailed links and of counters out of a key that the database does not hold. A letter that has to be sent again carries the same link, and
/// still no table and no message on its way holds one.</summary>
internal sealed class LinkKey(byte[] key)
{
    private const int IdLength = 16;

    public static LinkKey Open(string dataFolder) => new(SecretFile.Open(dataFolder, "mailed-links"));

    /// <summary>The token of a link: its id, and what only this house can make of it.</summary>
    public string TokenOf(Guid link)
    {
        Span<byte> token = stackalloc byte[IdLength + HMACSHA256.HashSizeInBytes];
        link.TryWriteBytes(token);
        HMACSHA256.HashData(key, [.. "link:"u8, .. token[..IdLength]], token[IdLength..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The id in a token, before anything is proven; null when it is no token.</summary>
    public static Guid? IdIn(string? token)
    {
        Span<byte> bytes = stackalloc byte[IdLength + HMACSHA256.HashSizeInBytes];
        return token is { Length: 64 } && Base64Url.TryDecodeFromChars(token, bytes, out var read) && read == bytes.Length ? new Guid(bytes[..IdLength]) : null;
    }

    /// <summary>What a counter is kept under.</summary>
    public string CounterOf(string purpose, string what, string device) => Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"try:{purpose}\n{what}\n{device}")));

    public static string HashOf(string secret) => Hex(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}

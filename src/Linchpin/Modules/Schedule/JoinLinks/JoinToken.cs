using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Schedule.JoinLinks;

/// <summary>The key of the join links, never in the database.</summary>
internal sealed class JoinKey
{
    private readonly byte[] _bytes;

    public JoinKey(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static JoinKey Open(string dataFolder) => new(SecretFile.Open(dataFolder, "join"));
}

/// <summary>What stands in a join link: the link's id and the first half of an HMAC-SHA-256 over it, in base64url (RFC 4648, section 5), 43
/// characters. 128 bits can't be guessed (RFC 2104, section 5, on truncation).</summary>
internal static class JoinToken
{
    public const int Length = 43;
    private const int IdLength = 16;
    private const int MacLength = 16;

    public static string Write(Guid link, JoinKey key)
    {
        Span<byte> bytes = stackalloc byte[IdLength + MacLength];
        link.TryWriteBytes(bytes, bigEndian: true, out _);
        Mac(bytes[..IdLength], key, bytes[IdLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The link's id, or null for a token that this house did not make. Takes the same time for every wrong MAC.</summary>
    public static Guid? Read(string? token, JoinKey key)
    {
        if (token is not { Length: Length }) return null;
        Span<byte> bytes = stackalloc byte[IdLength + MacLength];
        if (Base64Url.DecodeFromChars(token, bytes, out _, out var written) != OperationStatus.Done || written != bytes.Length) return null;
        Span<byte> expected = stackalloc byte[MacLength];
        Mac(bytes[..IdLength], key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, bytes[IdLength..]) ? new Guid(bytes[..IdLength], bigEndian: true) : null;
    }

    // The word keeps a MAC made for a link from passing for a MAC of anything else.
    private static void Mac(ReadOnlySpan<byte> id, JoinKey key, Span<byte> mac)
    {
        Span<byte> message = stackalloc byte[4 + IdLength];
        "join"u8.CopyTo(message);
        id.CopyTo(message[4..]);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, message, whole);
        whole[..MacLength].CopyTo(mac);
    }
}

using System.Security.Cryptography;
using System.Text;
using Linchpin.Kernel;

namespace Linchpin.Demo;

/// <summary>Ids and choices that come from a name alone, so that every load of the demo programme makes the same one.</summary>
internal static class DemoIds
{
    public static ClientId Client(string key) => new(Of("client", key));

    public static StaffId Staff(string key) => new(Of("staff", key));

    public static int RecordNumber(string key) => Modules.People.Domain.RecordNumber.Lowest + Roll($"record/{key}", Modules.People.Domain.RecordNumber.Highest - Modules.People.Domain.RecordNumber.Lowest + 1);

    /// <param name="which">What tells apart two sessions of one client on one day.</param>
    public static SessionId Session(string client, DateOnly day, string which) => new(Of("session", FormattableString.Invariant($"{client}/{day:yyyy-MM-dd}/{which}")));

    /// <summary>A value of RFC 9562's version 8: made by the house's own rule.</summary>
    public static Guid Of(string kind, string name)
    {
        var hash = Hash(kind, name);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>A number from 0 to <paramref name="sides"/> - 1.</summary>
    public static int Roll(string name, int sides) => (int)(BitConverter.ToUInt32(Hash("roll", name)) % (uint)sides);

    private static byte[] Hash(string kind, string name) => SHA256.HashData(Encoding.UTF8.GetBytes($"linchpin-demo:{kind}:{name}"));
}

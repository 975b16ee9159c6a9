using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;

namespace Linchpin.Modules.Audit.Domain;

/// <summary>One link of the chain. <see cref="Mac"/> is an HMAC-SHA-256 over this entry and the MAC before it, under a key that the database
/// does not hold: whoever can write the database still can't write a chain that verifies.</summary>
internal sealed class AuditEntry
{
    public const int MacLength = 32;

    private AuditEntry()
    {
    }

    public long Sequence { get; private set; }

    public DateTimeOffset At { get; private set; }

    public AccountId? Account { get; private set; }

    public string Kind { get; private set; } = "";

    public string Roles { get; private set; } = "";

    public string? From { get; private set; }

    public string? Trace { get; private set; }

    public string Action { get; private set; } = "";

    public string Resource { get; private set; } = "";

    public Guid? ResourceId { get; private set; }

    public ClientId? About { get; private set; }

    public AuditOutcome Outcome { get; private set; }

    public string? Detail { get; private set; }

    public byte[] Mac { get; private set; } = [];

    public static AuditEntry Chain(long sequence, ReadOnlySpan<byte> previousMac, AuditEvent what, AuditWho who, DateTimeOffset at, ReadOnlySpan<byte> key)
    {
        var entry = new AuditEntry
        {
            Sequence = sequence,
            // Both databases keep microseconds; what is signed must be what is read back.
            At = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
            Account = who.Account,
            Kind = who.Kind,
            Roles = Cut(who.Roles, 200)!,
            From = Cut(who.From, 64),
            Trace = Cut(who.Trace, 64),
            Action = Cut(what.Action, 60)!,
            Resource = Cut(what.Resource, 60)!,
            ResourceId = what.ResourceId,
            About = what.About,
            Outcome = what.Outcome,
            Detail = Cut(what.Detail, 200),
        };
        entry.Mac = entry.ComputeMac(previousMac, key);
        return entry;
    }

    public bool Verifies(ReadOnlySpan<byte> previousMac, ReadOnlySpan<byte> key) =>
        CryptographicOperations.FixedTimeEquals(ComputeMac(previousMac, key), Mac);

    private byte[] ComputeMac(ReadOnlySpan<byte> previousMac, ReadOnlySpan<byte> key)
    {
        var bytes = new EntryBytes();
        bytes.Write(previousMac, new EntryFields(
            Sequence, At.UtcTicks, Account?.Value, Kind, Roles, From, Trace, Action, Resource, ResourceId, About?.Value, Outcome.ToString(), Detail));
        return HMACSHA256.HashData(key, bytes.Written);
    }

    private static string? Cut(string? text, int most) => text?.Length > most ? text[..most] : text;
}

/// <summary>Where the chain ends. One row; locking it is what puts writers in line.</summary>
internal sealed class AuditHead
{
    public int Id { get; init; }

    public long Sequence { get; init; }

    public byte[] Mac { get; init; } = new byte[AuditEntry.MacLength];

    public int Version { get; init; }
}

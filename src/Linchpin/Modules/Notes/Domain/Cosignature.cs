using System.Security.Cryptography;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Notes.Domain;

/// <summary>Names are stored: add, never rename.</summary>
internal enum CosignatureStatus
{
    Waiting,
    Signed,
    Returned,
}

/// <summary>The co-signature that a note asks for when its author works under a supervised licence. It stands beside the note, which stays as its author signed it. One that was
/// returned is closed; asking again opens the next round.</summary>
internal sealed class Cosignature : IVersioned
{
    public const int LongestReason = 2000;
    public const int LongestBasis = 400;

    private Cosignature()
    {
    }

    public Guid Id { get; private set; }
    public int Version { get; private set; }
    public NoteId Note { get; private set; }

    /// <summary>1, 2, 3 for one note.</summary>
    public int Round { get; private set; }

    public StaffId Author { get; private set; }

    /// <summary>State whose licence is under supervision; null where the gate named none.</summary>
    public UsState? Place { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>The last day for it, in the programme's zone.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>By which rule, or whose custom, that day was set.</summary>
    public string Basis { get; private set; } = "";

    public CosignatureStatus Status { get; private set; }
    public StaffId? DecidedBy { get; private set; }
    public string? Name { get; private set; }
    public string? Title { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was returned.</summary>
    public string? Reason { get; private set; }

    /// <summary>SHA-256 in hex over this co-signature and the seal of its note.</summary>
    public string? Seal { get; private set; }

    public static Cosignature Ask(Guid id, Note note, int round, UsState? place, CosignatureRule rule, DateTimeOffset now) => new()
    {
        Id = id, Note = note.Id, Round = round, Author = note.Author, Place = place, AskedAt = Instants.Stored(now), DueOn = Zone.DayAt(now, Zone.Default).AddDays(rule.Days),
        Basis = rule.Cite(), Status = CosignatureStatus.Waiting,
    };

    public Result Sign(Note note, Signer by, DateTimeOffset now)
    {
        if (Status == CosignatureStatus.Signed && DecidedBy == by.Staff) return Result.Ok;
        if (Status != CosignatureStatus.Waiting) return Decided;
        if (Refuse(by) is { } refusal) return refusal;
        Decide(CosignatureStatus.Signed, by, now);
        Seal = NoteSeal.Of(this, note);
        return Result.Ok;
    }

    public Result Return(string? reason, Signer by, DateTimeOffset now)
    {
        var clean = Text.CleanLines(reason);
        if (Status == CosignatureStatus.Returned && DecidedBy == by.Staff && Reason == clean) return Result.Ok;
        if (Status != CosignatureStatus.Waiting) return Decided;
        if (clean is null) return Error.Invalid("Reason", "Say what is missing, so that the author can add it.");
        if (clean.Length > LongestReason) return Error.Invalid("Reason", "Keep this part under {0} characters. Nothing was cut; shorten it and save again.", LongestReason);
        if (Refuse(by) is { } refusal) return refusal;
        Decide(CosignatureStatus.Returned, by, now);
        Reason = clean;
        return Result.Ok;
    }

    public bool SealIsIntact(Note note) => Status == CosignatureStatus.Signed && Seal is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal), Encoding.ASCII.GetBytes(NoteSeal.Of(this, note)));

    private static Error Decided => Error.Refused("Somebody has decided on this co-signature already. The page shows what was decided.");

    private Error? Refuse(Signer by) =>
        by.Staff == Author ? Error.Refused("Nobody can co-sign their own note.")
        : string.IsNullOrWhiteSpace(by.Title) ? Error.Refused("There is no license on record for you, so you can't sign. Ask an administrator to add it.")
        : null;

    private void Decide(CosignatureStatus status, Signer by, DateTimeOffset now) =>
        (Status, DecidedBy, Name, Title, DecidedAt) = (status, by.Staff, by.Name, by.Title, Instants.Stored(now));
}

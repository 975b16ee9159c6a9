using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>Why two records may be of one person.</summary>
internal enum LikenessReason
{
    SameBirthDate,
    SameName,
    AlikeName,
    SamePhone,
    SameEmail,
}

/// <summary>The facts that two records are held against each other by.</summary>
internal sealed record Likeness(ClientId Id, PersonName Name, DateOnly? BirthDate, IReadOnlyList<ContactPoint> Contacts);

/// <summary>What somebody decided about two records: that they are of one person, or that they are not. A decision is taken back, never deleted.</summary>
internal sealed class ClientMerge : IVersioned
{
    public const int LongestReason = 500;

    private ClientMerge()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    /// <summary>The record that goes on; of two that are different, either.</summary>
    public ClientId Survivor { get; private set; }

    /// <summary>The record that points to it.</summary>
    public ClientId Merged { get; private set; }

    /// <summary>False when they were found to be two people: they are not suggested again.</summary>
    public bool IsSamePerson { get; private set; }

    public string Reason { get; private set; } = "";

    public StaffId? By { get; private set; }

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset? UndoneAt { get; private set; }

    public StaffId? UndoneBy { get; private set; }

    public string? UndoneReason { get; private set; }

    public static ClientMerge Decide(Guid id, ClientId survivor, ClientId merged, bool isSamePerson, string reason, StaffId? by, DateTimeOffset now) =>
        new() { Id = id, Survivor = survivor, Merged = merged, IsSamePerson = isSamePerson, Reason = reason, By = by, At = now };

    public void Undo(string reason, StaffId? by, DateTimeOffset now) => (UndoneAt, UndoneBy, UndoneReason) = (now, by, reason);
}

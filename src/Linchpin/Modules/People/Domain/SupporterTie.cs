using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>What somebody is to a client, in the codes of HL7 v3 RoleCode that FHIR R4 RelatedPerson.relationship takes, and those of this work beside them.</summary>
internal enum Relation
{
    Partner,
    Parent,
    Child,
    Sibling,
    OtherFamily,
    Friend,
    Sponsor,
    Guardian,
    Professional,
    Other,
}

/// <summary>By what right somebody decides for a client. The papers that show it are looked at by a person.</summary>
internal enum LegalAuthority
{
    None,
    Parent,
    CourtGuardian,
    Custodian,
    HealthCareAgent,
    PowerOfAttorney,
}

/// <summary>What stands between a client and one who supports them, checked.</summary>
/// <param name="Words">What they are to the client, in the client's words ("sister").</param>
/// <param name="MayBeTold">What the client agreed may be said; null when nothing was agreed.</param>
/// <param name="HasRelease">A release of information was seen on file: a fact written down, not the release itself.</param>
/// <param name="ReleaseScope">What it allows.</param>
/// <param name="ReleaseExpires">Its last day; null when it names none.</param>
/// <param name="PapersSeenOn">When somebody looked at what shows the authority; null while nobody has.</param>
/// <param name="PapersNote">Which papers, and where they are kept.</param>
internal sealed record TieFacts(
    string Words, Relation Relation, bool IsEmergencyContact, bool IsSponsor, bool JoinsSessions, string? MayBeTold, bool HasRelease, string? ReleaseScope, DateOnly? ReleaseExpires,
    LegalAuthority Authority, DateOnly? PapersSeenOn, string? PapersNote)
{
    public const int LongestText = 500;

    /// <summary>Whether the client's agreement to tell them something is on file and has not run out.</summary>
    /// <param name="today">The day in the client's zone.</param>
    public bool IsReleased(DateOnly today) => HasRelease && !(ReleaseExpires < today);

    public bool IsGuardian => Authority is not LegalAuthority.None;
}

/// <summary>That a supporter stands by a client, and as what. It ends and is never deleted.</summary>
internal sealed class SupporterTie : IVersioned
{
    private SupporterTie()
    {
    }

    public Guid Id { get; private set; }

    public ClientId Client { get; private set; }

    public Guid SupporterId { get; private set; }

    public Supporter Supporter { get; private set; } = null!;

    public int Version { get; private set; }

    public TieFacts Facts { get; private set; } = null!;

    /// <summary>The one fact that other pages ask for by itself.</summary>
    public bool IsEmergencyContact { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>When they ceased to stand by the client; null while they do.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public bool Stands => EndedAt is null;

    /// <summary>What a page shows of both rows: it goes up when either changes.</summary>
    public int ShownVersion => Version + Supporter.Version + 1;

    internal static SupporterTie Record(Guid id, ClientId client, Supporter supporter, TieFacts facts, DateTimeOffset now)
    {
        var tie = new SupporterTie { Id = id, Client = client, Supporter = supporter, SupporterId = supporter.Id, RecordedAt = now };
        tie.Change(facts);
        return tie;
    }

    internal bool Change(TieFacts facts)
    {
        if (Facts == facts && EndedAt is null) return false;
        (Facts, IsEmergencyContact, EndedAt) = (facts, facts.IsEmergencyContact, null);
        return true;
    }

    internal void End(DateTimeOffset now) => EndedAt ??= now;

    public EmergencyContact AsEmergencyContact() => new(Id, ShownVersion, Supporter.Name, Facts.Words, PhoneNumber.FromE164(Supporter.Reach.Phone!.Value), Facts.MayBeTold);
}

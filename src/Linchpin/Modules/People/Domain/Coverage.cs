using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>What the client is to whoever holds the insurance (FHIR R4 Coverage.relationship).</summary>
internal enum HolderRelation
{
    Self,
    Spouse,
    Child,
    Other,
}

/// <summary>What a card of insurance says, checked.</summary>
/// <param name="Order">1 pays first (FHIR R4 Coverage.order).</param>
/// <param name="Holder">Name of whoever holds it, when that is not the client.</param>
internal sealed record CoverageFacts(string Payer, string? Plan, string MemberId, string? Group, string? Holder, HolderRelation Relation, DateOnly? From, DateOnly? Through, int Order)
{
    public const int LongestText = 120;
    public const int MostOrder = 4;

    public static Result<CoverageFacts> Create(
        string? payer, string? plan, string? memberId, string? group, string? holder, string? relation, DateOnly? from, DateOnly? through, int? order)
    {
        List<Error> errors = [];
        string? Checked(string field, string? text)
        {
            var clean = Text.Clean(text);
            if (clean?.Length > LongestText) errors.Add(Error.Invalid(field, "Keep this under {0} characters.", LongestText));
            return clean;
        }

        var (who, member) = (Checked("Payer", payer), Checked("MemberId", memberId));
        if (who is null) errors.Add(Error.Invalid("Payer", "Enter who pays, like Medicaid or the name of the insurer."));
        if (member is null) errors.Add(Error.Invalid("MemberId", "Enter the member number on the card."));
        var known = Enum.TryParse<HolderRelation>(relation, out var what) && Enum.IsDefined(what) ? what : HolderRelation.Self;
        var name = Checked("Holder", holder);
        if (known is not HolderRelation.Self && name is null) errors.Add(Error.Invalid("Holder", "Enter the name of whoever holds the insurance."));
        if (through < from) errors.Add(Error.Invalid("Through", "The last day is before the first day."));
        if (order is not (>= 1 and <= MostOrder)) errors.Add(Error.Invalid("Order", "Choose which one pays first, second and so on."));
        var (planName, groupNumber) = (Checked("Plan", plan), Checked("Group", group));
        return errors.Count > 0 ? Result<CoverageFacts>.Fail(errors) : new CoverageFacts(who!, planName, member!, groupNumber, known is HolderRelation.Self ? null : name, known, from, through, order!.Value);
    }
}

/// <summary>An insurance of a client (FHIR R4 Coverage). It ends, or is marked as wrong; it is never deleted.</summary>
internal sealed class Coverage : IVersioned
{
    public const int LongestReason = 300;

    private Coverage()
    {
    }

    public Guid Id { get; private set; }

    public ClientId Client { get; private set; }

    public int Version { get; private set; }

    public string Payer { get; private set; } = "";

    public string? Plan { get; private set; }

    /// <summary>An identity number: in a property of its own, so that it can be sealed.</summary>
    public string MemberId { get; private set; } = "";

    public string? GroupNumber { get; private set; }

    public string? Holder { get; private set; }

    public HolderRelation Relation { get; private set; }

    public DateOnly? From { get; private set; }

    public DateOnly? Through { get; private set; }

    public int Order { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public DateTimeOffset? WrongAt { get; private set; }

    public string? WrongReason { get; private set; }

    public CoverageFacts Facts => new(Payer, Plan, MemberId, GroupNumber, Holder, Relation, From, Through, Order);

    /// <summary>The end of the member number, enough to tell one card from another.</summary>
    public string MemberEnd => MemberId.Length > 4 ? "…" + MemberId[^4..] : MemberId;

    public bool HoldsOn(DateOnly day) => WrongAt is null && (From is null || From <= day) && (Through is null || Through >= day);

    internal static Coverage Record(Guid id, ClientId client, CoverageFacts facts, DateTimeOffset now)
    {
        var coverage = new Coverage { Id = id, Client = client, RecordedAt = now };
        coverage.Change(facts);
        return coverage;
    }

    internal void Change(CoverageFacts facts) =>
        (Payer, Plan, MemberId, GroupNumber, Holder, Relation, From, Through, Order) = (facts.Payer, facts.Plan, facts.MemberId, facts.Group, facts.Holder, facts.Relation, facts.From, facts.Through, facts.Order);

    internal void MarkWrong(string reason, DateTimeOffset now) => (WrongAt, WrongReason) = (now, reason);
}

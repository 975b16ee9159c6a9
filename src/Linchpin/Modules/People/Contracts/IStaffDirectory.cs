using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>What other modules may know of a staff member.</summary>
/// <param name="Title">Title they sign with ("LCSW"), from their primary licence; null without one.</param>
/// <param name="Supervised">True when their licence asks for a co-signature (an associate licence).</param>
/// <param name="LastDay">Last day of work, when it is known.</param>
public sealed record StaffCard(StaffId Id, string DisplayName, string? Title, bool Supervised, string TimeZone, string? Email, DateOnly? LastDay = null);

public interface IStaffDirectory
{
    Task<IReadOnlyDictionary<StaffId, StaffCard>> CardsAsync(IReadOnlyCollection<StaffId> ids, CancellationToken cancel);

    async Task<StaffCard?> CardAsync(StaffId id, CancellationToken cancel) => (await CardsAsync([id], cancel)).GetValueOrDefault(id);

    /// <summary>Those of <paramref name="ids"/> who work here today, in the order of their names.</summary>
    async Task<IReadOnlyList<StaffCard>> ActiveAsync(IReadOnlyCollection<StaffId> ids, CancellationToken cancel) => [.. (await CardsAsync(ids, cancel)).Values];

    /// <summary>Active care staff in the order of their names.</summary>
    Task<IReadOnlyList<StaffCard>> CareStaffAsync(CancellationToken cancel);
}

/// <summary>Why a worker may, or may not, do an act with a client who is in a state on a day.</summary>
public enum LicenceStanding
{
    /// <summary>An active licence of that state allows the act.</summary>
    Licensed,

    /// <summary>As <see cref="Licensed"/>, under supervision: a co-signature is needed.</summary>
    LicensedUnderSupervision,

    /// <summary>No licence of that state.</summary>
    NoLicence,

    /// <summary>A licence of that state has expired, or is not active.</summary>
    Expired,

    /// <summary>A licence of that state stands, but its title or category does not allow the act.</summary>
    ActNotAllowed,

    /// <summary>The house has no rule for that state and title, or one that nobody has verified: nobody may guess, so it is a stop.</summary>
    NoRule,
}

/// <param name="Standing">The decision.</param>
/// <param name="State">State of the client's place.</param>
/// <param name="Act">Act asked for ("individual-therapy").</param>
/// <param name="Licence">Title and number of the licence that decided ("LCSW 12345"), if any.</param>
/// <param name="ExpiresOn">When that licence expires.</param>
/// <param name="Rule">Which rule decided, with its version and source, in one line.</param>
public sealed record LicenceDecision(LicenceStanding Standing, UsState State, string Act, string? Licence, DateOnly? ExpiresOn, string? Rule)
{
    public bool MayGo => Standing is LicenceStanding.Licensed or LicenceStanding.LicensedUnderSupervision;

    /// <summary>Title of the licence that decided, to sign with; null where none did.</summary>
    public string? Title { get; init; }
}

/// <summary>The licence gate: where the client is at this moment decides.</summary>
public interface ILicenceGate
{
    Task<LicenceDecision> DecideAsync(StaffId worker, UsState place, string act, DateOnly day, CancellationToken cancel);

    /// <summary>The decision for each of several places, for a list of sessions.</summary>
    async Task<IReadOnlyDictionary<UsState, LicenceDecision>> DecideAsync(
        StaffId worker, IReadOnlyCollection<UsState> places, string act, DateOnly day, CancellationToken cancel)
    {
        Dictionary<UsState, LicenceDecision> decided = [];
        foreach (var place in places) decided[place] = await DecideAsync(worker, place, act, day, cancel);
        return decided;
    }

    /// <summary>Care staff who may do the act there on that day, in the order of their names.</summary>
    Task<IReadOnlyList<StaffCard>> WhoMayAsync(UsState place, string act, DateOnly day, CancellationToken cancel);
}

/// <summary>Acts that the licence rules speak of.</summary>
public static class LicensedActs
{
    public const string IndividualTherapy = "individual-therapy";
    public const string GroupTherapy = "group-therapy";
    public const string FamilyTherapy = "family-therapy";
    public const string Assessment = "assessment";

    /// <summary>No page offers it; a rule may open it for those who prescribe, and never for a social work licence.</summary>
    public const string Prescribing = "prescribing";

    /// <summary>Those that the pages of licences and rules name; rules may speak of others.</summary>
    public static IReadOnlyList<string> All { get; } = [IndividualTherapy, GroupTherapy, FamilyTherapy, Assessment, Prescribing];
}

/// <param name="Days">Days until it expires; negative when it has.</param>
public sealed record ExpiringLicence(StaffId Staff, string StaffName, string Title, UsState State, DateOnly ExpiresOn, int Days);

public interface ILicenceWatch
{
    /// <summary>Licences of <paramref name="staff"/> that expire within <paramref name="days"/> days of <paramref name="today"/>, or have expired.</summary>
    Task<IReadOnlyList<ExpiringLicence>> ExpiringAsync(IReadOnlyCollection<StaffId> staff, DateOnly today, int days, CancellationToken cancel);
}

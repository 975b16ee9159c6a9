using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.StaffRegister;

/// <summary>English names of the register's codes, which are their keys in StaffWords.</summary>
internal static class StaffNames
{
    public static string Key(this StaffPosition position) => position switch
    {
        StaffPosition.SocialWorker => "Social worker",
        StaffPosition.Supervisor => "Clinical supervisor",
        StaffPosition.Therapist => "Therapist",
        StaffPosition.Prescriber => "Psychiatrist or nurse practitioner",
        StaffPosition.CaseManager => "Case manager",
        StaffPosition.PeerSpecialist => "Peer specialist",
        StaffPosition.Quality => "Quality and records",
        _ => "Administration",
    };

    public static string Key(this LicenceStatus status) => status switch
    {
        LicenceStatus.Pending => "Pending, not looked up yet",
        LicenceStatus.Active => "Active",
        LicenceStatus.Inactive => "Inactive",
        LicenceStatus.Suspended => "Suspended",
        LicenceStatus.Revoked => "Revoked",
        _ => "Closed",
    };

    public static string ActKey(string act) => act switch
    {
        Contracts.LicensedActs.IndividualTherapy => "Individual therapy",
        Contracts.LicensedActs.GroupTherapy => "Group therapy",
        Contracts.LicensedActs.FamilyTherapy => "Family therapy",
        Contracts.LicensedActs.Assessment => "Assessment",
        Contracts.LicensedActs.Prescribing => "Prescribing",
        _ => act,
    };

    /// <summary>Zones of the states and territories that the forms offer.</summary>
    public static IReadOnlyList<string> Zones { get; } =
    [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
        "America/Puerto_Rico", "Pacific/Guam",
    ];
}

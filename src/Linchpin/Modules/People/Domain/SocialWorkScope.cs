using Linchpin.Modules.People.Contracts;

namespace Linchpin.Modules.People.Domain;

/// <summary>What no social work licence allows, whatever a rule says.</summary>
internal static class SocialWorkScope
{
    /// <summary>What the gate answers with in place of a rule. Source: the programme's own question 1 (social workers coordinate with prescribers and do not prescribe).</summary>
    public const string NoPrescribing = "Social work licenses allow no prescribing";

    /// <summary>True for the titles that states give social workers: each is written with "SW" (LCSW, LICSW, LMSW, LBSW, LSCSW, CSW, APSW, LSWA), and no title of those who prescribe is
    /// (MD, DO, APRN, CRNP, PMHNP, PA).</summary>
    public static bool IsSocialWork(string title) =>
        title.Contains("SW", StringComparison.OrdinalIgnoreCase) || title.Contains("social work", StringComparison.OrdinalIgnoreCase);

    public static bool Forbids(string title, string act) => act == LicensedActs.Prescribing && IsSocialWork(title);
}

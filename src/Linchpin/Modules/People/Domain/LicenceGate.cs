using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;

namespace Linchpin.Modules.People.Domain;

/// <summary>Whether a worker may do an act with a client who is in a state on a day: pure, and shut unless a licence in force and a rule that somebody
/// verified both open it.</summary>
internal static class LicenceGate
{
    /// <param name="licences">All of the worker's licences, in any order.</param>
    /// <param name="rules">Rules in any order; those of other states, acts and days are passed over.</param>
    /// <param name="place">State of the client's place.</param>
    /// <param name="act">Act asked for.</param>
    /// <param name="day">The session's legal day, which is the client's.</param>
    public static LicenceDecision Decide(IEnumerable<HeldLicence> licences, IEnumerable<ActRule> rules, UsState place, string act, DateOnly day)
    {
        var here = licences.Where(l => l.State == place && l.Status is not LicenceStatus.Closed and not LicenceStatus.Pending).ToList();
        // What a board took away must not come back through another licence of the same state.
        if (here.Where(l => l.Status is LicenceStatus.Suspended or LicenceStatus.Revoked).MinBy(l => l.Id) is { } taken)
            return Answer(LicenceStanding.Expired, taken, null, place, act);

        var inForce = rules.Where(r => r.State == place && r.Act == act && r.HoldsOn(day)).ToList();
        return here.Select(l => Decide(l, inForce, place, act, day))
            .OrderBy(d => Rank(d.Standing)).ThenByDescending(d => d.ExpiresOn).ThenBy(d => d.Licence, StringComparer.Ordinal).ThenBy(d => d.Rule, StringComparer.Ordinal)
            .FirstOrDefault() ?? new LicenceDecision(LicenceStanding.NoLicence, place, act, null, null, null);
    }

    private static LicenceDecision Decide(HeldLicence licence, IReadOnlyList<ActRule> inForce, UsState place, string act, DateOnly day)
    {
        if (SocialWorkScope.Forbids(licence.Title, act)) return Answer(LicenceStanding.ActNotAllowed, licence, null, place, act) with { Rule = SocialWorkScope.NoPrescribing };
        if (!licence.IsInForceOn(day)) return Answer(LicenceStanding.Expired, licence, null, place, act);
        // The rule for the very category before the rule for any; among equals the strictest, so that a rule entered twice never opens more.
        var rule = inForce.Where(r => r.SpeaksOf(licence))
            .OrderByDescending(r => r.Category.Length > 0).ThenBy(Strictness).ThenBy(r => r.Id).FirstOrDefault();
        return rule switch
        {
            null => Answer(LicenceStanding.NoRule, licence, null, place, act),
            { Allowed: false } => Answer(LicenceStanding.ActNotAllowed, licence, rule, place, act),
            { IsVerified: false } => Answer(LicenceStanding.NoRule, licence, rule, place, act),
            _ => Answer(
                rule.CosignatureNeeded || licence.IsSupervised ? LicenceStanding.LicensedUnderSupervision : LicenceStanding.Licensed, licence, rule, place, act),
        };
    }

    private static int Strictness(ActRule rule) => rule switch
    {
        { Allowed: false } => 0,
        { IsVerified: false } => 1,
        { CosignatureNeeded: true } => 2,
        _ => 3,
    };

    private static int Rank(LicenceStanding standing) => standing switch
    {
        LicenceStanding.Licensed => 0,
        LicenceStanding.LicensedUnderSupervision => 1,
        LicenceStanding.ActNotAllowed => 2,
        LicenceStanding.NoRule => 3,
        LicenceStanding.Expired => 4,
        _ => 5,
    };

    private static LicenceDecision Answer(LicenceStanding standing, HeldLicence licence, ActRule? rule, UsState place, string act) =>
        new(standing, place, act, $"{licence.Title} {licence.Number}", licence.ExpiresOn, rule?.Cite()) { Title = licence.Title };
}

using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Tests.Modules.People;

public sealed class LicenceGateTests
{
    private const string Act = LicensedActs.IndividualTherapy;
    private static readonly UsState Maryland = UsState.Parse("MD");
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public void Decide_WhenLicenceAndRuleHold_GoesAndNamesBoth()
    {
        var decision = Decide([Licence()], [Rule()]);
        Assert.Equal(LicenceStanding.Licensed, decision.Standing);
        Assert.Equal("LCSW-C 101", decision.Licence);
        Assert.Equal(new DateOnly(2027, 1, 1), decision.ExpiresOn);
        Assert.Contains("edition 1", decision.Rule, StringComparison.Ordinal);
        Assert.Contains("Md. Code", decision.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_WhenNoLicenceOfTheState_StopsWithNoLicence() =>
        Assert.Equal(LicenceStanding.NoLicence, Decide([Licence() with { State = UsState.Parse("VA") }], [Rule()]).Standing);

    [Fact]
    public void Decide_WhenNoRule_StopsWithNoRule() => Assert.Equal(LicenceStanding.NoRule, Decide([Licence()], []).Standing);

    [Fact]
    public void Decide_WhenRuleIsNotVerified_StopsWithNoRuleAndSaysWhich()
    {
        var decision = Decide([Licence()], [Rule(verified: false)]);
        Assert.Equal(LicenceStanding.NoRule, decision.Standing);
        Assert.Contains("not verified", decision.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_WhenRuleForbids_StopsWithActNotAllowed() => Assert.Equal(LicenceStanding.ActNotAllowed, Decide([Licence()], [Rule(allowed: false)]).Standing);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Decide_WhenTitleOrHolderIsSupervised_GoesUnderSupervision(bool rule, bool holder) =>
        Assert.Equal(LicenceStanding.LicensedUnderSupervision, Decide([Licence() with { IsSupervised = holder }], [Rule(cosign: rule)]).Standing);

    [Theory]
    [InlineData("2026-03-01", false)]
    [InlineData("2026-03-02", true)]
    public void Decide_OnTheLastDay_StillGoes(string expires, bool goes)
    {
        var decision = Decide([Licence() with { ExpiresOn = DateOnly.Parse(expires, System.Globalization.CultureInfo.InvariantCulture) }], [Rule()]);
        Assert.Equal(goes, decision.MayGo);
        if (!goes) Assert.Equal(LicenceStanding.Expired, decision.Standing);
    }

    [Fact]
    public void Decide_WhenIssuedLater_StopsAsNotInForce() =>
        Assert.Equal(LicenceStanding.Expired, Decide([Licence() with { IssuedOn = Day.AddDays(1) }], [Rule()]).Standing);

    [Fact]
    public void Decide_WhenOnlyPendingOrClosed_StopsWithNoLicence() => Assert.Equal(
        LicenceStanding.NoLicence,
        Decide([Licence() with { Status = LicenceStatus.Pending }, Licence() with { Status = LicenceStatus.Closed }], [Rule()]).Standing);

    [Fact]
    public void Decide_WhenAnotherLicenceOfTheStateIsSuspended_Stops()
    {
        var suspended = Licence() with { Id = Guid.CreateVersion7(), Title = "LMSW", Status = LicenceStatus.Suspended };
        Assert.Equal(LicenceStanding.Expired, Decide([Licence(), suspended], [Rule()]).Standing);
        Assert.True(Decide([Licence(), suspended with { State = UsState.Parse("VA") }], [Rule()]).MayGo);
    }

    [Fact]
    public void Decide_WhenRuleIsOfAnotherCategory_DoesNotBorrowIt() =>
        Assert.Equal(LicenceStanding.NoRule, Decide([Licence()], [Rule(category: "master")]).Standing);

    [Fact]
    public void Decide_WhenTwoEqualRulesStand_TheStricterDecides() =>
        Assert.Equal(LicenceStanding.ActNotAllowed, Decide([Licence()], [Rule(), Rule(allowed: false)]).Standing);

    [Fact]
    public void Decide_WhenRuleWasChanged_EachDayKeepsItsOwnEdition()
    {
        var first = Rule();
        var second = first.Supersede(Guid.CreateVersion7(), Details(allowed: false) with { EffectiveFrom = Day }, null, DateTimeOffset.UnixEpoch);
        Assert.True(LicenceGate.Decide([Licence()], [first, second], Maryland, Act, Day.AddDays(-1)).MayGo);
        Assert.Equal(LicenceStanding.ActNotAllowed, Decide([Licence()], [first, second]).Standing);
        Assert.Equal((first.Line, 2), (second.Line, second.Edition));
    }

    [Property(Arbitrary = [typeof(Worlds)])]
    public bool Decide_WhenEveryLicenceOfThePlaceHasExpired_NeverGoes(World world) =>
        !LicenceGate.Decide(world.Licences.Select(l => l with { ExpiresOn = world.Day.AddDays(-1) }), world.Rules, world.Place, Act, world.Day).MayGo;

    [Property(Arbitrary = [typeof(Worlds)])]
    public bool Decide_WhenNoLicenceIsOfThePlace_NeverGoes(World world) =>
        LicenceGate.Decide(world.Licences.Where(l => l.State != world.Place), world.Rules, world.Place, Act, world.Day).Standing == LicenceStanding.NoLicence;

    [Property(Arbitrary = [typeof(Worlds)])]
    public bool Decide_WhenThereIsNoRule_NeverGoes(World world) =>
        !LicenceGate.Decide(world.Licences, world.Rules.Where(r => r.Act != Act || r.State != world.Place), world.Place, Act, world.Day).MayGo;

    [Property(Arbitrary = [typeof(Worlds)])]
    public bool Decide_WhenItGoes_ALicenceInForceAndAVerifiedRuleOfThatDayOpenedIt(World world)
    {
        var decision = world.Decide();
        return !decision.MayGo || world.Licences.Any(l => l.State == world.Place && l.IsInForceOn(world.Day)
            && world.Rules.Any(r => r.SpeaksOf(l) && r.Act == Act && r.Allowed && r.IsVerified && r.HoldsOn(world.Day) && r.Cite() == decision.Rule));
    }

    [Property(Arbitrary = [typeof(Worlds)])]
    public bool Decide_WhenLicencesAndRulesComeInAnotherOrder_IsTheSame(World world, int seed)
    {
        var random = new Random(seed);
        return LicenceGate.Decide(world.Licences.OrderBy(_ => random.Next()), world.Rules.OrderBy(_ => random.Next()), world.Place, Act, world.Day) == world.Decide();
    }

    [Property(Arbitrary = [typeof(Worlds)])]
    public bool Decide_WhenALicenceOfAnotherStateIsAdded_IsTheSame(World world, World other) =>
        LicenceGate.Decide(world.Licences.Concat(other.Licences.Where(l => l.State != world.Place)), world.Rules, world.Place, Act, world.Day) == world.Decide();

    [Property(Arbitrary = [typeof(Worlds)])]
    public bool Decide_WhenALicenceInGoodStandingIsAdded_NeverTurnsGoIntoStop(World world, World other)
    {
        var good = other.Licences.Where(l => l.Status is not LicenceStatus.Suspended and not LicenceStatus.Revoked);
        return !world.Decide().MayGo || LicenceGate.Decide(world.Licences.Concat(good), world.Rules, world.Place, Act, world.Day).MayGo;
    }

    [Property(Arbitrary = [typeof(Worlds)])]
    public bool Decide_WhenARuleIsAddedForAnotherTitleActOrState_IsTheSame(World world, World other)
    {
        var elsewhere = other.Rules.Where(r => r.Act != Act || r.State != world.Place || !world.Licences.Any(r.SpeaksOf));
        return LicenceGate.Decide(world.Licences, world.Rules.Concat(elsewhere), world.Place, Act, world.Day) == world.Decide();
    }

    private static LicenceDecision Decide(IEnumerable<HeldLicence> licences, IEnumerable<ActRule> rules) => LicenceGate.Decide(licences, rules, Maryland, Act, Day);

    private static HeldLicence Licence() => new(
        Guid.CreateVersion7(), Maryland, "LCSW-C", "clinical", "101", new DateOnly(2020, 1, 1), new DateOnly(2027, 1, 1), LicenceStatus.Active, false);

    private static ActRuleDetails Details(bool allowed = true, bool cosign = false, bool verified = true, string category = "clinical") =>
        ActRuleDetails.Create("MD", "LCSW-C", category, Act, allowed, cosign, new DateOnly(2024, 1, 1), "Md. Code, Health Occ. § 19-301", verified).Value;

    private static ActRule Rule(bool allowed = true, bool cosign = false, bool verified = true, string category = "clinical") =>
        ActRule.Enter(Guid.CreateVersion7(), Details(allowed, cosign, verified, category), null, DateTimeOffset.UnixEpoch);
}

/// <summary>Licences and rules about a place on a day, drawn from few words so that they often meet.</summary>
public sealed class World
{
    internal IReadOnlyList<HeldLicence> Licences { get; init; } = [];

    internal IReadOnlyList<ActRule> Rules { get; init; } = [];

    internal UsState Place { get; init; }

    internal DateOnly Day { get; init; }

    internal LicenceDecision Decide() => LicenceGate.Decide(Licences, Rules, Place, LicensedActs.IndividualTherapy, Day);

    public override string ToString() => $"{Place} {Day:O}\n{string.Join('\n', Licences)}\n{string.Join('\n', Rules.Select(r => r.Cite() + " " + r.Allowed))}";
}

public static class Worlds
{
    private static readonly Gen<UsState> State = Gen.Elements(UsState.Parse("MD"), UsState.Parse("VA"));
    private static readonly Gen<string> Title = Gen.Elements("LCSW", "lcsw", "LMSW");
    private static readonly Gen<string> Category = Gen.Elements("clinical", "master", "");
    private static readonly Gen<DateOnly> Date = Gen.Choose(0, 40).Select(d => new DateOnly(2026, 1, 1).AddDays(d));
    private static readonly Gen<bool> Coin = Gen.Elements(true, false);
    private static readonly Gen<bool> Mostly = Gen.Elements(true, true, true, false);

    public static Arbitrary<World> World() => (
        from licences in Licence.ListOf()
        from rules in Rule.ListOf()
        from place in State
        from day in Date
        select new World { Licences = [.. licences], Rules = [.. rules], Place = place, Day = day }).ToArbitrary();

    private static Gen<HeldLicence> Licence =>
        from state in State
        from title in Title
        from category in Category
        from issued in Date
        from days in Gen.Choose(0, 40)
        from status in Gen.Frequency((6, Gen.Constant(LicenceStatus.Active)), (1, Gen.Elements(Enum.GetValues<LicenceStatus>())))
        from supervised in Coin
        from number in Gen.Choose(1, 999)
        select new HeldLicence(Guid.NewGuid(), state, title, category, $"{number}", issued, issued.AddDays(days), status, supervised);

    private static Gen<ActRule> Rule =>
        from state in State
        from title in Title
        from category in Category
        from act in Gen.Elements(LicensedActs.IndividualTherapy, LicensedActs.IndividualTherapy, LicensedActs.GroupTherapy)
        from allowed in Mostly
        from cosign in Coin
        from verified in Mostly
        from @from in Date
        from days in Gen.Choose(0, 60)
        select Make(ActRuleDetails.Create(state.Code, title, category, act, allowed, cosign, @from, "a source", verified).Value, days);

    private static ActRule Make(ActRuleDetails details, int days)
    {
        var rule = ActRule.Enter(Guid.NewGuid(), details, null, DateTimeOffset.UnixEpoch);
        if (days < 50) rule.Close(details.EffectiveFrom.AddDays(days));
        return rule;
    }
}

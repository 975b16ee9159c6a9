using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Chart;
using Linchpin.Modules.Assessments.Contracts;

namespace Linchpin.Tests.Modules.Assessments;

public sealed class WhatScreensSayTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_WhenNobodyAsked_SaysSo() => Assert.Equal(ScreenStanding.NotScreened, WhatScreensSay.Of([]).Standing);

    [Theory]
    [InlineData(DomainOutcome.Declined)]
    [InlineData(DomainOutcome.Unknown)]
    public void Of_WhenSomethingIsNotKnown_NeverSaysNothingFound(DomainOutcome outcome)
    {
        var said = WhatScreensSay.Of([Screen("HVS", 0, DomainOutcome.NoNeedFound), Screen("AHC", 0, DomainOutcome.NoNeedFound, outcome)]);
        Assert.Equal((ScreenStanding.NotKnown, "AHC 1"), (said.Standing, Assert.Single(said.NotKnown)));
    }

    [Fact]
    public void Of_WhenAllWasAnsweredAndNothingPointsToANeed_SaysNothingFoundAndWhen()
    {
        var said = WhatScreensSay.Of([Screen("HVS", 0, DomainOutcome.NoNeedFound), Screen("HVS", 30, DomainOutcome.Unknown)]);
        Assert.Equal((ScreenStanding.NothingFound, Now), (said.Standing, said.On));
    }

    [Fact]
    public void Of_WhenAScreenPointsToANeedThatIsNotOpen_DoesNotSayNothingFound() =>
        Assert.Equal(ScreenStanding.NothingOpen, WhatScreensSay.Of([Screen("HVS", 0, DomainOutcome.NeedSuspected)]).Standing);

    private static ScreenLine Screen(string title, int daysAgo, params DomainOutcome[] outcomes) => new(
        new(Guid.CreateVersion7()), new ClientId(Guid.Empty), null, title, "1", Now.AddDays(-daysAgo), ScreenGiven.OwnScreen, "",
        [.. outcomes.Select((o, i) => new DomainLine($"d{i}", $"{title} {i}", o, "", "", "1", [], null))], "");
}

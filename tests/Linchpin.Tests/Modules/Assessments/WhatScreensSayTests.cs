using Linchpin.Modules.Assessments.Chart;
using Linchpin.Modules.Assessments.Domain;

namespace Linchpin.Tests.Modules.Assessments;

public sealed class WhatScreensSayTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_WhenNobodyAsked_SaysSo() => Assert.Equal(ScreenStanding.NotScreened, WhatScreensSay.Of([]).Standing);

    [Theory]
    [InlineData(nameof(ScreenOutcome.Declined))]
    [InlineData(nameof(ScreenOutcome.Unknown))]
    public void Of_WhenSomethingIsNotKnown_NeverSaysNothingFound(string missing)
    {
        var outcome = Enum.Parse<ScreenOutcome>(missing);
        var said = WhatScreensSay.Of([Screen("HVS", 0, ScreenOutcome.NegativeScreen), Screen("AHC", 0, ScreenOutcome.NegativeScreen, outcome)]);
        Assert.Equal((ScreenStanding.NotKnown, "AHC 1"), (said.Standing, Assert.Single(said.NotKnown)));
    }

    [Fact]
    public void Of_WhenAllWasAnsweredAndNothingPointsToANeed_SaysNothingFoundAndWhen()
    {
        var said = WhatScreensSay.Of([Screen("HVS", 0, ScreenOutcome.NegativeScreen), Screen("HVS", 30, ScreenOutcome.Unknown)]);
        Assert.Equal((ScreenStanding.NothingFound, Now), (said.Standing, said.On));
    }

    [Fact]
    public void Of_WhenAScreenPointsToANeedThatIsNotOpen_DoesNotSayNothingFound() =>
        Assert.Equal(ScreenStanding.NothingOpen, WhatScreensSay.Of([Screen("HVS", 0, ScreenOutcome.Positive)]).Standing);

    private static ChartScreen Screen(string title, int daysAgo, params ScreenOutcome[] outcomes) => new(
        Now.AddDays(-daysAgo), title, "", "",
        new ScreenGist("", new(title), Now.AddDays(-daysAgo), [.. outcomes.Select((o, i) => new DomainGist($"d{i}", new($"{title} {i}"), o, null))]));
}

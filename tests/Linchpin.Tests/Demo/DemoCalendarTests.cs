using Linchpin.Demo;
using Linchpin.Kernel;

namespace Linchpin.Tests.Demo;

public sealed class DemoCalendarTests
{
    private const string Place = Zone.Default;

    /// <summary>Ordinary days, a weekend, the days on which the clocks change, the turn of the year and a leap day: every seven minutes of each.</summary>
    public static IEnumerable<TheoryDataRow<string>> Days() =>
        [.. new[] { "2026-11-23", "2026-11-28", "2026-11-29", "2026-03-08", "2026-11-01", "2027-01-01", "2028-02-29" }.Select(d => new TheoryDataRow<string>(d))];

    [Theory]
    [MemberData(nameof(Days))]
    public void Today_WhateverTheClock_HasASessionThatIsDueOrStartsWithinTheHour(string date)
    {
        var day = DateOnly.Parse(date, null);
        var (start, end) = Zone.Day(day, Place);
        for (var now = start; now < end; now = now.AddMinutes(7))
        {
            var open = DemoCalendar.Today(now, Place).Where(s => s.Outcome == DemoOutcome.Booked).ToList();
            Assert.Contains(open, s => s.Starts > now.AddMinutes(-15) && s.Starts <= now.AddHours(1));
            Assert.All(DemoCalendar.Today(now, Place), s => Assert.Equal(day, Zone.DayAt(s.Starts, Place)));
        }
    }

    [Theory]
    [MemberData(nameof(Days))]
    public void Plan_WhateverTheClock_PutsNobodyInTwoPlacesAndLeavesNothingOfThePastOpen(string date)
    {
        var (start, end) = Zone.Day(DateOnly.Parse(date, null), Place);
        for (var now = start.AddMinutes(3); now < end; now = now.AddMinutes(97))
        {
            var plan = DemoCalendar.Plan(now, Place);
            Assert.Equal(plan.Count, plan.Select(s => s.Id).Distinct().Count());
            Assert.All(plan, s => Assert.Equal(s.Ends > now, s.Outcome == DemoOutcome.Booked || (s.Outcome == DemoOutcome.Cancelled && s.Ends > now)));
            var taken = plan.Where(s => s.Outcome != DemoOutcome.Cancelled).ToList();
            foreach (var person in taken.GroupBy(s => s.Client).Concat(taken.GroupBy(s => s.TakenBy ?? s.Worker)))
            {
                var inOrder = person.OrderBy(s => s.Starts).ToList();
                Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(pair.First.Ends <= pair.Second.Starts, $"{pair.First} and {pair.Second}"));
            }
        }
    }

    [Fact]
    public void Plan_TellsTheStories()
    {
        var plan = DemoCalendar.Plan(new DateTimeOffset(2026, 11, 23, 19, 4, 0, TimeSpan.Zero), Place);
        Assert.Equal("piotr", Assert.Single(plan, s => s.Outcome == DemoOutcome.Emergency).Client);
        Assert.Equal((DemoClients.Crossing, DemoStaff.Therapist), plan.Where(s => s.Outcome == DemoOutcome.HandedOver).Select(s => (s.Client, s.TakenBy)).Single());
        Assert.Equal(4, plan.Count(s => s is { Client: "teddy", Outcome: DemoOutcome.Missed }));
        Assert.Superset(new HashSet<string> { "imani", "jordan", "maria", "lorraine", "rafael" }, plan.Where(s => s is { Unsigned: true, WasHeld: true }).Select(s => s.Client).ToHashSet());
        Assert.InRange(plan.Count(s => s.WasHeld), 250, 400);
        Assert.InRange((plan[^1].Day.DayNumber - plan[0].Day.DayNumber), 90, 110);
    }
}

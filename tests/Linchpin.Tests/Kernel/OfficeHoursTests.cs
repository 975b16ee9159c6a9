using FsCheck.Xunit;
using Linchpin.Kernel;

namespace Linchpin.Tests.OfKernel;

public sealed class OfficeHoursTests
{
    private const string NewYork = "America/New_York";

    // 27 November 2026 is a Friday; New York is five hours behind UTC then.
    [Theory]
    [InlineData("Mo-Fr 09:00-17:00", "2026-11-27T14:00:00Z", true, "2026-11-27T22:00:00Z")]
    [InlineData("Mo-Fr 09:00-17:00", "2026-11-27T13:59:59Z", false, "2026-11-27T14:00:00Z")]
    [InlineData("Mo-Fr 09:00-17:00", "2026-11-27T22:00:00Z", false, "2026-11-30T14:00:00Z")]
    [InlineData("Mo-Fr 09:00-12:00,13:00-17:00", "2026-11-27T17:30:00Z", false, "2026-11-27T18:00:00Z")]
    [InlineData("Mo-Fr 09:00-12:00,12:00-17:00", "2026-11-27T16:30:00Z", true, "2026-11-27T22:00:00Z")]
    [InlineData("Mo,We 10:00-11:00; Sa 10:00-13:00", "2026-11-27T22:00:00Z", false, "2026-11-28T15:00:00Z")]
    [InlineData("Fr 20:00-24:00; Sa 00:00-02:00", "2026-11-28T02:00:00Z", true, "2026-11-28T07:00:00Z")]
    [InlineData("Mo-Su 00:00-24:00", "2026-11-27T22:00:00Z", true, null)]
    [InlineData("", "2026-11-27T15:00:00Z", false, null)]
    public void At_ByTheProgrammesClock_SaysWhetherAndUntilWhen(string hours, string now, bool isOpen, string? until) =>
        Assert.Equal(new OfficeState(isOpen, until is null ? null : Instant(until)), At(OfficeHours.Read(hours, null, NewYork), now));

    [Fact]
    public void At_OnAClosedDay_GoesOnWithTheNextThatIsNot()
    {
        var hours = OfficeHours.Read("Mo-Fr 09:00-17:00", "2026-11-27, 2026-11-30", NewYork);
        Assert.Equal(new OfficeState(false, Instant("2026-12-01T14:00:00Z")), At(hours, "2026-11-27T15:00:00Z"));
    }

    [Fact]
    public void At_WhenTheClocksChange_KeepsToTheWallClock()
    {
        var hours = OfficeHours.Read("Mo-Su 09:00-17:00", null, NewYork);
        Assert.Equal(Instant("2026-03-07T14:00:00Z"), At(hours, "2026-03-07T05:00:00Z").Until);
        Assert.Equal(Instant("2026-03-08T13:00:00Z"), At(hours, "2026-03-08T05:00:00Z").Until);
        // 2:30 does not exist on 8 March.
        Assert.Equal(Instant("2026-03-08T07:30:00Z"), At(OfficeHours.Read("Su 02:30-04:30", null, NewYork), "2026-03-08T05:00:00Z").Until);
    }

    [Property]
    public bool At_TheEndOfOneState_IsTheOther(uint minutes)
    {
        var hours = OfficeHours.Read("Mo-Th 08:30-12:00,13:00-18:00; Fr 08:30-24:00; Sa 00:00-01:00", "2026-11-26,2026-12-25", NewYork);
        var now = Instant("2026-01-01T00:00:00Z").AddMinutes(minutes % (2 * 365 * 24 * 60));
        var state = hours.At(now);
        return state.Until is { } until && until > now && hours.At(until).IsOpen != state.IsOpen && hours.At(until.AddTicks(-1)) == state;
    }

    [Theory]
    [InlineData("Mo-Fr", null, "'Mo-Fr' can't be read.")]
    [InlineData("Mon-Fri 09:00-17:00", null, "'Mon-Fri 09:00-17:00' can't be read.")]
    [InlineData("Fr-Mo 09:00-17:00", null, "'Fr-Mo 09:00-17:00' can't be read.")]
    [InlineData("Mo 17:00-09:00", null, "'Mo 17:00-09:00' can't be read.")]
    [InlineData("Mo 9-17", null, "'Mo 9-17' can't be read.")]
    [InlineData("Mo 09:00-17:00; Tu", null, "'Tu' can't be read.")]
    [InlineData("Mo 09:00-17:00", "25.12.2026", "'25.12.2026' is not a day")]
    public void Read_WhenItCannotBe_SaysWhichPart(string hours, string? closed, string words) =>
        Assert.StartsWith(words, Assert.Throws<FormatException>(() => OfficeHours.Read(hours, closed, NewYork)).Message, StringComparison.Ordinal);

    private static OfficeState At(OfficeHours hours, string now) => hours.At(Instant(now)) is var state ? state with { Until = state.Until?.ToUniversalTime() } : default;

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
}

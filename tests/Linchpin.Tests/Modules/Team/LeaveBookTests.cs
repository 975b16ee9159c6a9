using Linchpin.Kernel;
using Linchpin.Modules.Team.Domain;

namespace Linchpin.Tests.Modules.Team;

public sealed class LeaveBookTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);
    private static readonly StaffId Ana = new(Guid.NewGuid());
    private static readonly StaffId Ben = new(Guid.NewGuid());
    private static readonly StaffId Cyd = new(Guid.NewGuid());

    [Fact]
    public void Arrange_WhenNothingStandsInTheWay_RunsFromMidnightToMidnightWhereTheWorkerIs()
    {
        var cover = Arrange(Ana, Ben, 1, 1, [], "Pacific/Honolulu").Value;
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), cover.Starts);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero), cover.Ends);
        Assert.False(cover.IsOn(cover.Starts.AddTicks(-1)));
        Assert.True(cover.IsOn(cover.Starts));
        Assert.False(cover.IsOn(cover.Ends));
    }

    [Theory]
    [InlineData(-1, 3, "From")]
    [InlineData(3, 2, "Through")]
    [InlineData(0, LeaveBook.LongestDays, "Through")]
    public void Arrange_WhenTheDaysAreWrong_NamesTheField(int from, int through, string field) =>
        Assert.Equal(field, Assert.Single(Arrange(Ana, Ben, from, through, []).Errors).Field);

    [Fact]
    public void Arrange_WhenItIsOneself_IsRefused() => Assert.Equal("Colleague", Assert.Single(Arrange(Ana, Ana, 1, 2, []).Errors).Field);

    [Fact]
    public void Arrange_WhenDaysMeet_SaysWhatStandsThere()
    {
        var known = Arrange(Ana, Ben, 5, 8, []).Value;
        // The last and the first day count.
        foreach (var (from, through) in new[] { (8, 9), (1, 5), (6, 7), (4, 9) }) Assert.Equal(ErrorKind.Conflict, Assert.Single(Arrange(Ana, Cyd, from, through, [known]).Errors).Kind);
        Assert.True(Arrange(Ana, Cyd, 9, 10, [known]).IsOk);
        // Whoever is away covers for nobody, and whoever covers does not go away.
        Assert.StartsWith("{0} is away", Assert.Single(Arrange(Cyd, Ana, 5, 6, [known]).Errors).Message, StringComparison.Ordinal);
        Assert.StartsWith("In these days they cover", Assert.Single(Arrange(Ben, Cyd, 5, 6, [known]).Errors).Message, StringComparison.Ordinal);
        // One colleague may cover for two.
        Assert.True(Arrange(Cyd, Ben, 5, 8, [known]).IsOk);
    }

    [Fact]
    public void TakeBack_BeforeItBegins_NeverRuns_AndFreesTheDays()
    {
        var cover = Arrange(Ana, Ben, 5, 8, []).Value;
        Assert.True(cover.TakeBack(cover.Starts.AddDays(-1)));
        Assert.False(cover.IsOn(cover.Starts));
        Assert.False(cover.TakeBack(cover.Starts));
        Assert.True(Arrange(Ana, Cyd, 5, 8, [cover]).IsOk);
    }

    [Fact]
    public void EndBy_WhenSomebodyLeaves_LastsToTheirLastDay()
    {
        var cover = Arrange(Ana, Ben, 5, 8, []).Value;
        var (day, now) = (Today.AddDays(6), cover.Starts.AddDays(-3));
        Assert.False(cover.EndBy(Today.AddDays(9), Zone.Day(Today.AddDays(9), Zone.Default).End, now));
        Assert.True(cover.EndBy(day, Zone.Day(day, Zone.Default).End, now));
        Assert.Equal((day, Zone.Day(day, Zone.Default).End), (cover.Through, cover.Ends));
        Assert.True(cover.EndBy(Today, Zone.Day(Today, Zone.Default).End, now));
        Assert.NotNull(cover.TakenBackAt);
    }

    private static Result<Cover> Arrange(StaffId worker, StaffId colleague, int from, int through, IReadOnlyCollection<Cover> known, string zone = Zone.Default) => LeaveBook.Arrange(
        LeaveBook.Of(worker), LeaveBook.Of(colleague), known, new CoverPlan(Guid.NewGuid(), worker, colleague, Today.AddDays(from), Today.AddDays(through), zone, null), null, Today, _ => "Somebody");
}

using Linchpin.Shell.Components.Clock;
using NodaTime;

namespace Linchpin.Tests.Shell;

public sealed class ZoneClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 17, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "America/New_York", "Tue, Mar 3, 2026, 12:00 PM Eastern time")]
    [InlineData("es", "America/New_York", "mar, 3 mar 2026, 12:00 p. m. hora del Este")]
    [InlineData("en", "Pacific/Honolulu", "Tue, Mar 3, 2026, 7:00 AM Hawaii time")]
    [InlineData("en", "Europe/Madrid", "Tue, Mar 3, 2026, 6:00 PM Madrid")]
    [InlineData("en", "Nowhere/At_All", "Tue, Mar 3, 2026, 5:00 PM UTC")]
    public async Task DateTimeText_InAZone_SaysItAsPeopleDo(string language, string zone, string words)
    {
        using var _ = new Speaking(language);
        var html = System.Net.WebUtility.HtmlDecode(await Rendering.Of<DateTimeText>(("At", Noon), ("Zone", zone)));
        Assert.Contains($">{words}</time>", html.Replace('\u00A0', ' ').Replace('\u202F', ' '), StringComparison.Ordinal);
        Assert.Contains("datetime=\"2026-03-03T17:00:00Z\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DateTimeText_InTheHourThatHappensTwice_SaysWhich()
    {
        using var _ = new Speaking("en");
        // 1 November 2026: 1:30 happens in New York at UTC-4 and again at UTC-5.
        var first = await Rendering.Of<DateTimeText>(("At", new DateTimeOffset(2026, 11, 1, 5, 30, 0, TimeSpan.Zero)), ("Zone", "America/New_York"));
        var second = await Rendering.Of<DateTimeText>(("At", new DateTimeOffset(2026, 11, 1, 6, 30, 0, TimeSpan.Zero)), ("Zone", "America/New_York"));
        Assert.Contains("(UTC\u221204:00)", System.Net.WebUtility.HtmlDecode(first), StringComparison.Ordinal);
        Assert.Contains("(UTC\u221205:00)", System.Net.WebUtility.HtmlDecode(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoZoneTime_WhenClocksDiffer_ShowsBoth()
    {
        using var _ = new Speaking("en");
        var html = await Rendering.Of<TwoZoneTime>(("At", Noon), ("ViewerZone", "America/New_York"), ("ClientZone", "America/Chicago"));
        Assert.Contains("Central time", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Mar 3, 2026, 11:00", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoZoneTime_WhenTheClientsDayIsAnother_ShowsItsDate()
    {
        using var _ = new Speaking("en");
        var html = await Rendering.Of<TwoZoneTime>(("At", Noon.AddHours(-12.5)), ("ViewerZone", "America/Chicago"), ("ClientZone", "America/New_York"), ("WithDate", false));
        Assert.DoesNotContain("2026,", html, StringComparison.Ordinal);
        html = await Rendering.Of<TwoZoneTime>(("At", Noon.AddHours(-11.5)), ("ViewerZone", "America/Chicago"), ("ClientZone", "America/New_York"), ("WithDate", false));
        Assert.Contains("Tue, Mar 3, 2026,", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoZoneTime_WhenBothClocksShowTheSame_SaysItOnce()
    {
        using var _ = new Speaking("en");
        var html = await Rendering.Of<TwoZoneTime>(("At", Noon), ("ViewerZone", "America/New_York"), ("ClientZone", "America/Detroit"));
        Assert.DoesNotContain("client:", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("America/Indiana/Knox", "Central time")]
    [InlineData("America/Indiana/Indianapolis", "Eastern time")]
    [InlineData("America/Kentucky/Monticello", "Eastern time")]
    [InlineData("America/North_Dakota/Center", "Central time")]
    [InlineData("America/Boise", "Mountain time")]
    [InlineData("America/Phoenix", "Arizona time")]
    public void NameKey_InAmericanZones_IsTheEverydayName(string id, string name) =>
        Assert.Equal(name, ZoneClock.NameKey(DateTimeZoneProviders.Tzdb[id]));
}

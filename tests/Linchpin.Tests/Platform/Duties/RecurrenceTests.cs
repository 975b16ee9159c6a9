using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Platform.Duties;
using NodaTime;

namespace Linchpin.Tests.OfPlatform;

public sealed class RecurrenceTests
{
    private static readonly string[] Zones = ["America/New_York", "America/Phoenix", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "UTC"];

    [Theory]
    // 2026-03-08: New York skips 02:00 to 03:00, so half past two is half past three of the new time.
    [InlineData("2026-03-07T07:30:00Z", "02:30", "2026-03-08T07:30:00Z")]
    [InlineData("2026-03-08T07:30:00Z", "02:30", "2026-03-09T06:30:00Z")]
    // 2026-11-01: half past one comes twice, and is taken once.
    [InlineData("2026-10-31T05:30:00Z", "01:30", "2026-11-01T05:30:00Z")]
    [InlineData("2026-11-01T05:30:00Z", "01:30", "2026-11-02T06:30:00Z")]
    [InlineData("2026-06-01T11:59:59Z", "08:00", "2026-06-01T12:00:00Z")]
    [InlineData("2026-06-01T12:00:00Z", "08:00", "2026-06-02T12:00:00Z")]
    public void Daily_WhenTheClocksChange_KeepsTheClockTime(string after, string at, string next) =>
        Assert.Equal(Instant(next), Recurrence.Daily(Clock(at), "America/New_York").NextAfter(Instant(after)));

    [Theory]
    [InlineData("2026-01-31T13:00:00Z", 31, "2026-02-28T13:00:00Z")]
    [InlineData("2026-02-28T13:00:00Z", 31, "2026-03-31T12:00:00Z")]
    [InlineData("2028-01-31T13:00:00Z", 30, "2028-02-29T13:00:00Z")]
    [InlineData("2026-04-01T12:00:00Z", 31, "2026-04-30T12:00:00Z")]
    [InlineData("2026-12-31T13:00:00Z", 1, "2027-01-01T13:00:00Z")]
    public void Monthly_WhenTheMonthLacksTheDay_FallsOnItsLast(string after, int day, string next) =>
        Assert.Equal(Instant(next), Recurrence.Monthly(day, new LocalTime(8, 0), "America/New_York").NextAfter(Instant(after)));

    [Fact]
    public void Weekly_WhenAskedOnItsDay_GoesToTheNext()
    {
        var mondays = Recurrence.Weekly(IsoDayOfWeek.Monday, new LocalTime(8, 0), "America/New_York");
        Assert.Equal(Instant("2026-03-09T12:00:00Z"), mondays.NextAfter(Instant("2026-03-02T13:00:00Z")));
        Assert.Equal(Instant("2026-03-16T12:00:00Z"), mondays.NextAfter(Instant("2026-03-09T12:00:00Z")));
    }

    [Property]
    public Property Occurrences_WhateverTheZoneAndYear_GoForwardAndPassOverNoDay() => Prop.ForAll(
        Gen.Elements(Zones).Zip(Gen.Choose(0, 24 * 60 - 1)).Zip(Gen.Choose(0, 20 * 365)).ToArbitrary(), given =>
        {
            var ((zone, minute), day) = given;
            var at = LocalTime.FromMinutesSinceMidnight(minute);
            var daily = Recurrence.Daily(at, zone);
            var moment = Instant("2008-01-01T00:00:00Z").AddDays(day);
            var days = 0;
            LocalDate? last = null;
            for (var i = 0; i < 40; i++)
            {
                var next = daily.NextAfter(moment);
                if (next <= moment) return false;
                var local = NodaTime.Instant.FromDateTimeOffset(next).InZone(DateTimeZoneProviders.Tzdb[zone]);
                // The clock time holds, except where that day's clock never showed it.
                if (local.TimeOfDay != at && DateTimeZoneProviders.Tzdb[zone].MapLocal(local.Date + at).Count != 0 && DateTimeZoneProviders.Tzdb[zone].MapLocal(local.Date.PlusDays(-1) + at).Count != 0) return false;
                if (last is { } before && local.Date != before) days += Period.Between(before, local.Date, PeriodUnits.Days).Days - 1;
                (last, moment) = (local.Date, next);
            }

            // Samoa left out 30 December 2011 as a whole; no other day is passed over.
            return days == 0 || zone == "Pacific/Apia";
        });

    [Property]
    public Property Months_WhateverTheDay_EachHaveOne() => Prop.ForAll(
        Gen.Elements(Zones).Zip(Gen.Choose(1, 31)).Zip(Gen.Choose(0, 20 * 365)).ToArbitrary(), given =>
        {
            var ((zone, monthDay), day) = given;
            var monthly = Recurrence.Monthly(monthDay, new LocalTime(9, 0), zone);
            var moment = Instant("2008-01-01T00:00:00Z").AddDays(day);
            YearMonth? last = null;
            for (var i = 0; i < 26; i++)
            {
                moment = monthly.NextAfter(moment);
                var month = NodaTime.Instant.FromDateTimeOffset(moment).InZone(DateTimeZoneProviders.Tzdb[zone]).Date.ToYearMonth();
                if (last is { } before && month != before.PlusMonths(1)) return false;
                last = month;
            }

            return true;
        });

    [Fact]
    public void Recurrence_WhenTheZoneIsUnknown_IsRefused() => Assert.Throws<ArgumentException>(() => Recurrence.Daily(new LocalTime(8, 0), "Mars/Base"));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static LocalTime Clock(string text) => NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text).Value;
}

using FsCheck.Xunit;
using Linchpin.Modules.Sessions.Domain;

namespace Linchpin.Tests.Modules.Sessions;

public sealed class AttendedMinutesTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddMinutes(50);

    [Fact]
    public void Count_WhenTwoWindowsOverlap_CountsEachMinuteOnce() =>
        Assert.Equal(30, AttendedMinutes.Count([(Start, Start.AddMinutes(20)), (Start.AddMinutes(10), Start.AddMinutes(30))], Start, End));

    [Fact]
    public void Count_WhenSomebodyWaitedBeforeTheStart_LeavesTheWaitOut() =>
        Assert.Equal(50, AttendedMinutes.Count([(Start.AddMinutes(-15), End.AddMinutes(5))], Start, End));

    [Fact]
    public void Count_WhenTheConnectionDropped_LeavesTheGapOut() =>
        Assert.Equal(40, AttendedMinutes.Count([(Start, Start.AddMinutes(20)), (Start.AddMinutes(30), End)], Start, End));

    [Property]
    public bool Count_WhateverTheSpans_StaysWithinTheSession((short From, byte Length)[] raw)
    {
        var spans = raw.Select(r => (Start.AddMinutes(r.From % 90), Start.AddMinutes((r.From % 90) + r.Length))).ToList();
        var minutes = AttendedMinutes.Count(spans, Start, End);
        return minutes is >= 0 and <= 50 && minutes == AttendedMinutes.Count(Enumerable.Reverse(spans), Start, End);
    }

    [Property]
    public bool Count_WhenASpanIsAdded_NeverShrinks((short From, byte Length)[] raw, byte from, byte length)
    {
        var spans = raw.Select(r => (Start.AddMinutes(r.From % 90), Start.AddMinutes((r.From % 90) + r.Length))).ToList();
        return AttendedMinutes.Count([.. spans, (Start.AddMinutes(from % 60), Start.AddMinutes((from % 60) + length))], Start, End) >= AttendedMinutes.Count(spans, Start, End);
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.People.ClientChart;
using Linchpin.Modules.People.Contracts;

namespace Linchpin.Tests.Modules.People;

public sealed class LifeStoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Tell_WhenSessionsFollowEachOther_IsOneChapterWithTheirNotes()
    {
        var (one, two, three) = (Held(0), Held(1), Held(2));
        var chapter = Assert.Single(LifeStory.Tell([one, two, three, Note(one), Note(three)]));
        Assert.True(chapter.IsRun);
        Assert.Equal([three, two, one], chapter.Lines.Select(l => l.Entry));
        Assert.Equal((2, null), (chapter.Notes, chapter.Lines[1].Note));
    }

    [Theory]
    [InlineData("move")]
    [InlineData("need")]
    [InlineData("screen")]
    public void Tell_WhenSomethingElseHappens_StandsBetweenTheRuns(string kind)
    {
        var told = LifeStory.Tell([.. Enumerable.Range(0, 8).Select(week => Held(week)), new TimelineEntry(Start.AddDays((7 * 3) + 1), kind, "A change")]);
        Assert.Equal([4, 1, 4], told.Select(c => c.Lines.Count));
        Assert.Equal("A change", told[1].Newest.Entry.Title);
    }

    [Fact]
    public void Tell_WhenASessionWasMissedOrItsNoteWaits_StandsAlone()
    {
        var waiting = Held(4);
        var told = LifeStory.Tell([Held(0), Held(1), Held(2), Held(3) with { Routine = false, Title = "missed" }, waiting, Note(waiting) with { Routine = false, Title = "unsigned" }]);
        Assert.Equal([1, 1, 3], told.Select(c => c.Lines.Count));
        Assert.Equal(("unsigned", "missed"), (told[0].Newest.Note!.Title, told[1].Newest.Entry.Title));
    }

    [Fact]
    public void Tell_WhenThereAreTwoSessions_TellsEach() => Assert.Equal([1, 1], LifeStory.Tell([Held(0), Held(1)]).Select(c => c.Lines.Count));

    [Fact]
    public void Tell_WhenANotesSessionIsNotListed_TellsTheNote()
    {
        var told = LifeStory.Tell([Held(3), Note(Held(0))]);
        Assert.Equal(["session", "note"], told.Select(c => c.Newest.Entry.Kind));
    }

    [Fact]
    public void Tell_WhateverComes_LosesNothing()
    {
        List<TimelineEntry> all = [.. Enumerable.Range(0, 20).Select(week => Held(week) with { Routine = week % 5 != 0 })];
        all.AddRange([.. all.Where((_, i) => i % 3 != 0).Select(Note)]);
        var told = LifeStory.Tell(all).SelectMany(c => c.Lines).SelectMany(l => new[] { l.Entry, l.Note }).OfType<TimelineEntry>();
        Assert.Equal(all.OrderBy(e => e.Href, StringComparer.Ordinal), told.OrderBy(e => e.Href, StringComparer.Ordinal));
    }

    private static TimelineEntry Held(int week) =>
        new(Start.AddDays(7 * week), "session", "Session held", null, $"s{week}") { Session = new SessionId(new Guid(week + 1, 0, 0, new byte[8])), Routine = true };

    private static TimelineEntry Note(TimelineEntry of) => new(of.At.AddHours(1), "note", "Note signed", null, "n" + of.Href) { Session = of.Session, Routine = true };
}

using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;

namespace Linchpin.Modules.People.ClientChart;

/// <summary>One thing that happened; <paramref name="Note"/> is the note of the session it is.</summary>
public sealed record StoryLine(TimelineEntry Entry, TimelineEntry? Note)
{
    public bool IsRoutine => Entry.Kind == "session" && Entry.Routine && Note is not { Routine: false };
}

/// <summary>One entry of the timeline: one thing, or a run of sessions that went as sessions go. Newest first.</summary>
public sealed record Chapter(IReadOnlyList<StoryLine> Lines)
{
    public bool IsRun => Lines.Count > 1;

    public StoryLine Newest => Lines[0];

    public StoryLine Oldest => Lines[^1];

    public int Notes => Lines.Count(l => l.Note is not null);
}

/// <summary>Turns what the modules know into a story: moves, needs and screens each stand by themselves, a note stands with its session, and session after
/// session without anything else is told in one line.</summary>
internal static class LifeStory
{
    /// <summary>Two sessions are as quickly read as the line about them.</summary>
    public const int ShortestRun = 3;

    public static IReadOnlyList<Chapter> Tell(IEnumerable<TimelineEntry> entries)
    {
        var all = entries.ToList();
        var sessions = all.Where(e => e is { Kind: "session", Session: not null }).Select(e => e.Session!.Value).ToHashSet();
        Dictionary<SessionId, TimelineEntry> notes = [];
        List<TimelineEntry> alone = [];
        foreach (var entry in all)
        {
            // The note of a session too long ago to be listed still says when it was signed.
            if (entry is { Kind: "note", Session: { } session } && sessions.Contains(session)) notes[session] = entry;
            else alone.Add(entry);
        }

        List<Chapter> chapters = [];
        List<StoryLine> run = [];
        foreach (var entry in alone.OrderByDescending(e => e.At))
        {
            var line = new StoryLine(entry, entry is { Kind: "session", Session: { } id } ? notes.GetValueOrDefault(id) : null);
            if (line.IsRoutine)
            {
                run.Add(line);
                continue;
            }

            Close(run, chapters);
            chapters.Add(new Chapter([line]));
        }

        Close(run, chapters);
        return chapters;
    }

    private static void Close(List<StoryLine> run, List<Chapter> chapters)
    {
        if (run.Count >= ShortestRun) chapters.Add(new Chapter([.. run]));
        else chapters.AddRange(run.Select(line => new Chapter([line])));
        run.Clear();
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Notes.Chart;

/// <summary>A note as a line in a list: no word of its text.</summary>
internal sealed record NoteLine(SessionId Session, StaffId Author, string Template, NoteStatus Status, DateTimeOffset HeldAt, DateTimeOffset? SignedAt, string? SignedName, string? SignedTitle)
{
    public string Href => NotePaths.Of(Session);
}

/// <summary>Which notes of a client an actor may open, newest first. The caller has already authorized the read of the chart, whose timeline and list of
/// notes share what is read once in a request.</summary>
internal sealed class NotesOfClient(CareDb care, ISupervisionLine supervision)
{
    private const int Most = 60;
    private (ClientId Client, AccountId? Account, IReadOnlyList<NoteLine> Lines)? _read;

    public async Task<IReadOnlyList<NoteLine>> ForAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        if (_read is { } read && read.Client == client && read.Account == actor.Account) return read.Lines;
        var lines = await ReadAsync(client, actor, cancel);
        _read = (client, actor.Account, lines);
        return lines;
    }

    private async Task<IReadOnlyList<NoteLine>> ReadAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        if (actor.Kind != ActorKind.Account || actor.Staff is not { } me || !actor.IsAny([.. ProgrammeRoles.Clinicians])) return [];
        var lines = await care.Set<Note>().AsNoTracking().Where(n => n.Client == client).OrderByDescending(n => n.HeldAt).Take(Most)
            .Select(n => new NoteLine(n.Session, n.Author, n.Template, n.Status, n.HeldAt, n.SignedAt, n.SignedName, n.SignedTitle)).ToListAsync(cancel);
        HashSet<StaffId> answersFor = [me];
        foreach (var author in lines.Where(l => l.Status == NoteStatus.Draft && l.Author != me).Select(l => l.Author).Distinct())
            if (actor.Is(ProgrammeRoles.Supervisor) && await supervision.SupervisesAsync(me, author, cancel)) answersFor.Add(author);
        return [.. lines.Where(l => l.Status == NoteStatus.Signed || answersFor.Contains(l.Author))];
    }
}

/// <summary>Notes in the client's timeline: with their session where that is listed, else on the day of their signing.</summary>
internal sealed class NoteTimeline(NotesOfClient notes, ICurrentActor who, TemplateShelf shelf, IStringLocalizer<NotesWords> words) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel) =>
    [
        .. (await notes.ForAsync(client, who.Actor, cancel)).Select(n => new TimelineEntry(
                n.SignedAt ?? n.HeldAt, "note", n.Status == NoteStatus.Signed ? words["Note signed"] : words["Note not signed yet"],
                n.Status == NoteStatus.Signed ? words["{0} by {1}, {2}", Name(n), n.SignedName ?? "", n.SignedTitle ?? ""] : Name(n), n.Href)
            {
                Session = n.Session, Routine = n.Status == NoteStatus.Signed,
            })
            .OrderByDescending(e => e.At),
    ];

    private string Name(NoteLine note) => shelf.Newest(note.Template)?.Title.In(System.Globalization.CultureInfo.CurrentUICulture) ?? note.Template;
}

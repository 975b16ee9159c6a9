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
/// <param name="IsBroken">It is not what was signed; asked for in the chart's own list only.</param>
internal sealed record NoteLine(NoteId Id, SessionId Session, StaffId Author, string Template, NoteStatus Status, DateTimeOffset HeldAt, DateTimeOffset? SignedAt, string? SignedName, string? SignedTitle, bool IsBroken = false)
{
    public string Href => NotePaths.Of(Session);
}

/// <summary>Which notes of a client an actor may open, newest first. The caller has already authorized the read of the chart.</summary>
internal sealed class NotesOfClient(CareDb care, ISupervisionLine supervision, SealCheck seals)
{
    public async Task<IReadOnlyList<NoteLine>> ForAsync(ClientId client, int most, Actor actor, CancellationToken cancel)
    {
        if (actor.Kind != ActorKind.Account || actor.Staff is not { } me || !actor.IsAny([.. ProgrammeRoles.Clinicians])) return [];
        var lines = await care.Set<Note>().AsNoTracking().Where(n => n.Client == client).OrderByDescending(n => n.HeldAt).Take(most)
            .Select(n => new NoteLine(n.Id, n.Session, n.Author, n.Template, n.Status, n.HeldAt, n.SignedAt, n.SignedName, n.SignedTitle, false)).ToListAsync(cancel);
        HashSet<StaffId> answersFor = [me];
        foreach (var author in lines.Where(l => l.Status == NoteStatus.Draft && l.Author != me).Select(l => l.Author).Distinct())
            if (actor.Is(ProgrammeRoles.Supervisor) && await supervision.SupervisesAsync(me, author, cancel)) answersFor.Add(author);
        return [.. lines.Where(l => l.Status == NoteStatus.Signed || answersFor.Contains(l.Author))];
    }

    /// <summary>The same lines, with each seal checked. A note whose signature was taken away stays in the list of those who could read it.</summary>
    public async Task<IReadOnlyList<NoteLine>> CheckedAsync(ClientId client, int most, Actor actor, CancellationToken cancel)
    {
        if (actor.Kind != ActorKind.Account || actor.Staff is null || !actor.IsAny([.. ProgrammeRoles.Clinicians])) return [];
        var lines = (await ForAsync(client, most, actor, cancel)).ToDictionary(l => l.Id);
        var notes = await care.Set<Note>().AsNoTracking().Where(n => n.Client == client).OrderByDescending(n => n.HeldAt).Take(most).ToListAsync(cancel);
        var findings = await seals.OfAsync(notes, cancel);
        return
        [
            .. notes.Where(n => lines.ContainsKey(n.Id) || findings[n.Id].WasSigned).Select(n =>
                new NoteLine(n.Id, n.Session, n.Author, n.Template, n.Status, n.HeldAt, n.SignedAt, n.SignedName, n.SignedTitle, findings[n.Id].IsBroken(n.Status))),
        ];
    }
}

/// <summary>Notes in the client's timeline, on the day of their signing.</summary>
internal sealed class NoteTimeline(NotesOfClient notes, ICurrentActor who, TemplateShelf shelf, IStringLocalizer<NotesWords> words) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel) =>
    [
        .. (await notes.ForAsync(client, most, who.Actor, cancel)).Select(n => new TimelineEntry(
                n.SignedAt ?? n.HeldAt, "note", n.Status == NoteStatus.Signed ? words["Note signed"] : words["Note not signed yet"],
                n.Status == NoteStatus.Signed ? words["{0} by {1}, {2}", Name(n), n.SignedName ?? "", n.SignedTitle ?? ""] : Name(n), n.Href))
            .OrderByDescending(e => e.At),
    ];

    private string Name(NoteLine note) => shelf.Newest(note.Template)?.Title.In(System.Globalization.CultureInfo.CurrentUICulture) ?? note.Template;
}

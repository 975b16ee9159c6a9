using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Notes.Chart;

/// <summary>A note as a line in a list: no word of its text.</summary>
/// <param name="IsBroken">It was found not to be what was signed.</param>
/// <param name="LacksCosignature">It is signed, and a co-signature that it needs was not given yet.</param>
internal sealed record NoteLine(NoteId Id, SessionId Session, StaffId Author, string Template, NoteStatus Status, DateTimeOffset HeldAt, DateTimeOffset? SignedAt, string? SignedName, string? SignedTitle, bool IsBroken = false, NoteKind Kind = NoteKind.Session, bool LacksCosignature = false)
{
    public string Href => NotePaths.Of(Session);
}

/// <summary>Which notes of a client an actor may open, newest first. The caller has already authorized the read of the chart, whose timeline and list of
/// notes share what is read once in a request.</summary>
internal sealed class NotesOfClient(CareDb care, IClientReach reach, ISupervisionLine supervision, BrokenSeals broken)
{
    private const int Most = 60;

    private static readonly Func<CareDb, ClientId, IAsyncEnumerable<NoteLine>> Lines = Asking.For(
        (CareDb care, ClientId client) => care.Set<Note>().AsNoTracking().Where(n => n.Client == client).OrderByDescending(n => n.HeldAt).Take(Most)
            .Select(n => new NoteLine(n.Id, n.Session, n.Author, n.Template, n.Status, n.HeldAt, n.SignedAt, n.SignedName, n.SignedTitle, false, n.Kind,
                care.Set<Cosignature>().Any(c => c.Note == n.Id) && !care.Set<Cosignature>().Any(c => c.Note == n.Id && c.Status == CosignatureStatus.Signed))));

    private Reading? _read;

    /// <summary>A note that was found not to be what was signed is marked, and one whose signature was taken away stays in the list of those who could read it.</summary>
    public async Task<IReadOnlyList<NoteLine>> ForAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        var (_, _, open, others) = await ReadAsync(client, actor, cancel);
        if (broken.Count == 0) return open;
        return [.. open.Concat(others.Where(l => broken.Has(l.Id))).OrderByDescending(l => l.HeldAt).Select(l => l with { IsBroken = broken.Has(l.Id) })];
    }

    private async Task<Reading> ReadAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        if (_read is { } read && read.Client == client && read.Account == actor.Account) return read;
        if (actor.Kind != ActorKind.Account || actor.Staff is not { } me || !actor.IsAny([.. ProgrammeRoles.Clinicians])) return new Reading(client, actor.Account, [], []);
        var all = await Lines(care, client).ToListAsync(cancel);
        // A counselling note does not even stand in the list of anybody but its author.
        if (all.Exists(l => l.Kind == NoteKind.Counselling))
        {
            var onTeam = await reach.Clients(actor, ReachBy.Team).AnyAsync(c => c == client, cancel);
            all.RemoveAll(l => l.Kind == NoteKind.Counselling && !NoteAuthorization.OpensCounselling(l.Author == me, onTeam));
        }

        HashSet<StaffId> answersFor = [me];
        foreach (var author in all.Where(l => l.Status == NoteStatus.Draft && l.Author != me).Select(l => l.Author).Distinct())
            if (actor.Is(ProgrammeRoles.Supervisor) && await supervision.SupervisesAsync(me, author, cancel)) answersFor.Add(author);
        var open = all.ToLookup(l => l.Status == NoteStatus.Signed || answersFor.Contains(l.Author));
        return _read = new Reading(client, actor.Account, [.. open[true]], [.. open[false]]);
    }

    /// <param name="Open">What this account may open.</param>
    /// <param name="Others">Drafts of colleagues.</param>
    private sealed record Reading(ClientId Client, AccountId? Account, IReadOnlyList<NoteLine> Open, IReadOnlyList<NoteLine> Others);
}

/// <summary>Notes in the client's timeline: with their session where that is listed, else on the day of their signing.</summary>
internal sealed class NoteTimeline(NotesOfClient notes, ICurrentActor who, TemplateShelf shelf, IStringLocalizer<NotesWords> words) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel) =>
    [
        .. (await notes.ForAsync(client, who.Actor, cancel)).Select(n => new TimelineEntry(
                n.SignedAt ?? n.HeldAt, "note", n.IsBroken ? words["Seal broken"] : n.Status == NoteStatus.Signed ? words["Note signed"] : words["Note not signed yet"],
                n.Status == NoteStatus.Signed ? words["{0}, by {1}, {2}", Name(n), n.SignedName ?? "", n.SignedTitle ?? ""] : Name(n), n.Href)
            {
                Session = n.Session, Routine = n.Status == NoteStatus.Signed && !n.IsBroken,
            })
            .OrderByDescending(e => e.At),
    ];

    private string Name(NoteLine note) => shelf.Newest(note.Template)?.Title.In(System.Globalization.CultureInfo.CurrentUICulture) ?? note.Template;
}

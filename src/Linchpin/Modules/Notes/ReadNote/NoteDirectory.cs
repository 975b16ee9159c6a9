using Linchpin.Kernel;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.ReadNote;

/// <summary>Answers from the notes table alone: every session that ended has its row there.</summary>
internal sealed class NoteDirectory(CareDb care, TimeProvider clock) : INoteDirectory
{
    private static readonly Func<CareDb, StaffId, IAsyncEnumerable<Waiting>> Unsigned = Asking.For(
        (CareDb care, StaffId worker) => care.Set<Note>().AsNoTracking()
            .Where(n => n.Author == worker && n.Status == NoteStatus.Draft && n.SessionEndedAt != null)
            .OrderBy(n => n.SessionEndedAt)
            .Select(n => new Waiting(n.Session, n.Client, n.SessionEndedAt!.Value, n.Revision)));

    public async Task<IReadOnlyList<UnsignedNote>> UnsignedAsync(StaffId worker, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        List<UnsignedNote> notes = [];
        await foreach (var note in Unsigned(care, worker).WithCancellation(cancel))
            notes.Add(new UnsignedNote(note.Session, note.Client, note.Ended, (int)Math.Max(0, Math.Floor((now - note.Ended).TotalDays)), note.Revision > 0));
        return notes;
    }

    public async Task<(string Path, bool Signed)> PathAsync(SessionId session, CancellationToken cancel) =>
        (NotePaths.Of(session), await care.Set<Note>().AnyAsync(n => n.Session == session && n.Status == NoteStatus.Signed, cancel));

    private static readonly Func<CareDb, StaffId[], CosignatureStatus, IAsyncEnumerable<Asked>> Cosignatures = Asking.For(
        (CareDb care, StaffId[] authors, CosignatureStatus status) => care.Set<Cosignature>().AsNoTracking()
            .Where(c => authors.Contains(c.Author) && c.Status == status && !care.Set<Cosignature>().Any(later => later.Note == c.Note && later.Round > c.Round))
            .Join(care.Set<Note>(), c => c.Note, n => n.Id, (c, n) => new { c, n })
            .OrderBy(x => x.c.DueOn).ThenBy(x => x.c.Id)
            .Select(x => new Asked(x.n.Session, x.n.Client, x.c.Author, x.c.DueOn)));

    public Task<IReadOnlyList<AwaitedCosignature>> AwaitedAsync(IReadOnlyCollection<StaffId> authors, CancellationToken cancel) => AskedAsync(authors, CosignatureStatus.Waiting, cancel);

    public Task<IReadOnlyList<AwaitedCosignature>> ReturnedAsync(StaffId author, CancellationToken cancel) => AskedAsync([author], CosignatureStatus.Returned, cancel);

    private async Task<IReadOnlyList<AwaitedCosignature>> AskedAsync(IReadOnlyCollection<StaffId> authors, CosignatureStatus status, CancellationToken cancel)
    {
        if (authors.Count == 0) return [];
        var today = Zone.DayAt(clock.GetUtcNow(), Zone.Default).DayNumber;
        List<AwaitedCosignature> asked = [];
        await foreach (var a in Cosignatures(care, [.. authors], status).WithCancellation(cancel)) asked.Add(new AwaitedCosignature(a.Session, a.Client, a.Author, a.DueOn, a.DueOn.DayNumber - today));
        return asked;
    }

    private sealed record Asked(SessionId Session, ClientId Client, StaffId Author, DateOnly DueOn);

    private sealed record Waiting(SessionId Session, ClientId Client, DateTimeOffset Ended, int Revision);
}

internal static class NotePaths
{
    public static string Of(SessionId session) => $"/sessions/{session}/note";

    public static string Print(SessionId session) => $"/sessions/{session}/note/print";

    public static string Pdf(SessionId session) => $"/sessions/{session}/note.pdf";
}

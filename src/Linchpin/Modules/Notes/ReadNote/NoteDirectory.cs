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

    private sealed record Waiting(SessionId Session, ClientId Client, DateTimeOffset Ended, int Revision);
}

internal static class NotePaths
{
    public static string Of(SessionId session) => $"/sessions/{session}/note";

    public static string Print(SessionId session) => $"/sessions/{session}/note/print";

    public static string Pdf(SessionId session) => $"/sessions/{session}/note.pdf";
}

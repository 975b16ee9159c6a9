using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Jottings;

/// <param name="Words">The whole text.</param>
/// <param name="Version">The version it was typed on; 0 for the first.</param>
public sealed record JottingDraft(string? Words, int Version);

/// <param name="Version">The version that now stands.</param>
/// <param name="Words">The text that now stands.</param>
public sealed record JottingSaved(int Version, string Words, DateTimeOffset SavedAt);

/// <summary>Saves the worker's jottings while they type. Two windows: the second is told, and gets both texts.</summary>
internal sealed class SaveJotting(CareDb care, SessionDoor door, TimeProvider clock)
{
    public async Task<Result<JottingSaved>> ReadAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return Result<JottingSaved>.Fail(entered.Errors);
        var row = await FindAsync(session, actor, cancel);
        return new JottingSaved(row?.Version ?? 0, row?.Words ?? "", row?.SavedAt ?? default);
    }

    public async Task<Result<JottingSaved>> HandleAsync(SessionId session, JottingDraft draft, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterToWriteAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return Result<JottingSaved>.Fail(entered.Errors);
        var row = await FindAsync(session, actor, cancel);
        if (row is not null && row.Words == draft.Words) return Saved(row);
        if ((row?.Version ?? 0) != draft.Version) return Error.Stale;
        if (row is null)
        {
            row = Jotting.Begin(session, actor.Staff!.Value);
            care.Add(row);
        }

        var written = row.Write(draft.Words, clock.GetUtcNow());
        if (!written.IsOk) return Result<JottingSaved>.Fail(written.Errors);
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Another window was first: the same version was raised, or the first row was made, between our read and our save.
            return Error.Stale;
        }

        return Saved(row);
    }

    private static JottingSaved Saved(Jotting row) => new(row.Version, row.Words, row.SavedAt);

    private Task<Jotting?> FindAsync(SessionId session, Actor actor, CancellationToken cancel) =>
        care.Set<Jotting>().SingleOrDefaultAsync(j => j.Session == session && j.Worker == actor.Staff, cancel);
}

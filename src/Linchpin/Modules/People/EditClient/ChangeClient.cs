using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.EditClient;

/// <summary>How every change of a client's record goes: load within reach, decide, save with the audit. A decision that changes nothing is a success that
/// writes nothing. When somebody else saves in between, it is decided again on what they left.</summary>
internal sealed class ChangeClient(CareDb care, IClientReach reach, IAuditTrail audit, TimeProvider clock)
{
    private const int Attempts = 4;

    /// <param name="action">The audit's word for it.</param>
    /// <param name="decide">Pure but for the record it is given; answers the audit's detail, a code or null.</param>
    public Task<Result> RunAsync(ClientId id, Actor actor, string action, Func<Client, DateTimeOffset, Result<string>> decide, CancellationToken cancel) =>
        RunAsync(id, actor, action, (client, now) => Task.FromResult(decide(client, now)), cancel);

    /// <param name="action">The audit's word for it.</param>
    /// <param name="by">How far reach goes: what outlasts a cover or an emergency asks for a place on the team.</param>
    /// <param name="alsoArchived">True for what may be done with a record that is put away.</param>
    /// <param name="decide">As above; may look up what the decision needs beside the record, anew in each round.</param>
    public async Task<Result> RunAsync(ClientId id, Actor actor, string action, Func<Client, DateTimeOffset, Task<Result<string>>> decide, CancellationToken cancel, bool alsoArchived = false, ReachBy by = ReachBy.Emergency)
    {
        for (var attempt = 1; ; attempt++)
        {
            var client = actor.IsAny([.. ProgrammeRoles.CareStaff])
                ? await care.Set<Client>().Include(c => c.LivingSituations).Where(c => c.Id == id && reach.Clients(actor, by).Contains(c.Id)).SingleOrDefaultAsync(cancel)
                : null;
            if (client is null) return await NothingThereAsync(id, action, cancel);

            if (client.IsArchived && !alsoArchived) return Error.Archived;
            var decision = await decide(client, clock.GetUtcNow());
            if (!decision.IsOk || !care.ChangeTracker.HasChanges()) return decision.Discard();
            audit.Record(new AuditEvent(action, "Client", id.Value, id, Detail: decision.Value.Length > 0 ? decision.Value : null));
            try
            {
                await care.SaveChangesAsync(cancel);
                return Result.Ok;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                care.ChangeTracker.Clear();
            }
            catch (DbUpdateConcurrencyException)
            {
                care.ChangeTracker.Clear();
                return Error.Stale;
            }
        }
    }

    private async Task<Result> NothingThereAsync(ClientId id, string action, CancellationToken cancel)
    {
        if (await care.Set<Client>().AsNoTracking().AnyAsync(c => c.Id == id, cancel))
            await audit.RecordNowAsync(new AuditEvent(action, "Client", id.Value, id, AuditOutcome.Denied), cancel);
        return Error.NotFound;
    }
}

/// <summary>Opens a record for changing: within reach, and audited before anything is shown.</summary>
internal sealed class OpenClient(CareDb care, IClientReach reach, IAuditTrail audit)
{
    /// <summary>The record, or null for whoever may not see it; nothing of it is tracked.</summary>
    /// <param name="action">The audit's word for it ("client.edit").</param>
    public async Task<Client?> ReadAsync(ClientId id, Actor actor, string action, CancellationToken cancel)
    {
        var client = actor.IsAny([.. ProgrammeRoles.CareStaff])
            ? await care.Set<Client>().AsNoTracking().Include(c => c.LivingSituations).Where(c => c.Id == id && reach.Clients(actor).Contains(c.Id)).SingleOrDefaultAsync(cancel)
            : null;
        if (client is not null) await audit.RecordNowAsync(new AuditEvent(action, "Client", id.Value, id), cancel);
        else if (await care.Set<Client>().AsNoTracking().AnyAsync(c => c.Id == id, cancel))
            await audit.RecordNowAsync(new AuditEvent(action, "Client", id.Value, id, AuditOutcome.Denied), cancel);
        return client;
    }
}

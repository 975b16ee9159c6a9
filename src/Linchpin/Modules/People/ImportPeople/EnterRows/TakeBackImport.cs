using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ImportPeople.EnterRows;

/// <summary>Takes those people of an import back whom nobody has touched since. Their records are marked as entered in error: they leave the register and every query, and stay in
/// the database with their audit.</summary>
internal sealed class TakeBackImport(CareDb care, RecordTraces traces, IClientReach reach, IAuditTrail audit, DutyBook duties, TimeProvider clock)
{
    public Task<Result> BeginAsync(Guid id, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (!actor.Is(ProgrammeRoles.Admin) || await care.Set<PeopleImport>().FirstOrDefaultAsync(i => i.Id == id, token) is not { } import) return Error.NotFound;
        if (import.Status is ImportStatus.TakingBack or ImportStatus.TakenBack) return Result.Ok;
        var now = clock.GetUtcNow();
        if (import.Status != ImportStatus.Finished || import.Taken == 0) return Error.Refused("There is nothing to take back.");
        if (!import.CanBeTakenBack(now)) return Error.Refused("An import can be taken back for {0} days. That time is over.", PeopleImport.TakesBack.Days);
        import.BeginToTakeBack();
        audit.Record(new AuditEvent("import.take-back", "Import", id));
        duties.Plan(LookAfterImport.Kind.Name, id.ToString(), now + LookAfterImport.Patience);
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    /// <summary>Looks at each person until all have had their turn.</summary>
    public async Task<Result> GoOnAsync(Guid id, CancellationToken cancel)
    {
        for (var goesOn = true; goesOn;)
        {
            var returned = await Redecide.UntilSavedAsync(care, token => ReturnAsync(id, token), cancel);
            if (!returned.IsOk) return returned.Discard();
            goesOn = returned.Value;
        }

        return Result.Ok;
    }

    private async Task<Result<bool>> ReturnAsync(Guid id, CancellationToken cancel)
    {
        care.ChangeTracker.Clear();
        var import = await care.Set<PeopleImport>().FirstAsync(i => i.Id == id, cancel);
        if (import.Status != ImportStatus.TakingBack) return false;
        var rows = await care.Set<ImportedRow>().Where(r => r.Import == id && r.Person != null && r.TakenBackAt == null && r.Stays == null)
            .OrderBy(r => r.Number).Take(TakeRows.Chunk + 1).ToListAsync(cancel);
        var isLast = rows.Count <= TakeRows.Chunk;
        List<ImportedRow> turn = [.. rows.Take(TakeRows.Chunk)];
        var now = clock.GetUtcNow();
        if (import.Kind is ImportKind.Clients) await ClientsAsync(turn, now, cancel);
        else await StaffAsync(turn, now, cancel);
        import.Return(turn.Count(r => r.TakenBackAt is not null), isLast, now);
        if (isLast)
            audit.Record(new AuditEvent("import.taken-back", "Import", id, Detail: string.Create(CultureInfo.InvariantCulture, $"{import.Kind};returned:{import.Returned};stay:{import.Taken - import.Returned}")));
        await care.SaveChangesAsync(cancel);
        return !isLast;
    }

    private async Task ClientsAsync(List<ImportedRow> rows, DateTimeOffset now, CancellationToken cancel)
    {
        List<ClientId> ids = rows.ConvertAll(r => new ClientId(r.Person!.Value));
        var clients = await care.Set<Client>().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel);
        var traced = await traces.OfAsync(ids, cancel);
        foreach (var row in rows)
        {
            var id = new ClientId(row.Person!.Value);
            if (clients.GetValueOrDefault(id) is not { } client)
            {
                row.TakeBack(now);
                continue;
            }

            StayReason? stays = client.Version > 0 ? StayReason.Changed : traced.Contains(id) ? StayReason.HasRecords
                : await reach.WithdrawAsync(id, row.Worker!.Value, cancel) ? null : StayReason.TeamChanged;
            if (stays is { } reason)
            {
                row.Stay(reason);
                continue;
            }

            client.EnterInError(now);
            row.TakeBack(now);
            audit.Record(new AuditEvent("client.entered-in-error", "Client", id.Value, id));
        }
    }

    private async Task StaffAsync(List<ImportedRow> rows, DateTimeOffset now, CancellationToken cancel)
    {
        List<StaffId> ids = rows.ConvertAll(r => new StaffId(r.Person!.Value));
        var people = await care.Set<StaffMember>().Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancel);
        var traced = await traces.OfAsync(ids, cancel);
        foreach (var row in rows)
        {
            var id = new StaffId(row.Person!.Value);
            var member = people.GetValueOrDefault(id);
            if (member is { Version: > 0 }) row.Stay(StayReason.Changed);
            else if (member is not null && traced.Contains(id)) row.Stay(StayReason.HasRecords);
            else
            {
                row.TakeBack(now);
                if (member is null) continue;
                member.EnterInError(now);
                audit.Record(new AuditEvent("staff.entered-in-error", "StaffMember", id.Value));
            }
        }
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ImportPeople.EnterRows;

/// <summary>Goes on with what was begun and broke off, and throws tables away when their time is over.</summary>
internal sealed class LookAfterImport(CareDb care, TakeRows take, TakeBackImport back, IAuditTrail audit) : IDueWork
{
    public static readonly DutyKind Kind = new("people.import", "Goes on with an import, and forgets its table", typeof(ImportWords), TimeSpan.FromHours(1));

    /// <summary>How long whoever pressed the button has before the house goes on by itself.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public async Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
    {
        var id = Guid.Parse(turn.Key);
        if (!(await take.GoOnAsync(id, cancel)).IsOk || !(await back.GoOnAsync(id, cancel)).IsOk) throw new InvalidOperationException("The import could not go on.");
        care.ChangeTracker.Clear();
        if (await care.Set<ImportSheet>().FirstOrDefaultAsync(s => s.Import == id, cancel) is not { } kept) return DutyOutcome.Done;
        if (kept.Until > turn.Now) return DutyOutcome.AgainAt(kept.Until);
        var import = await care.Set<PeopleImport>().FirstAsync(i => i.Id == id, cancel);
        if (import.Status == ImportStatus.Uploaded) import.Discard();
        care.Remove(kept);
        audit.Record(new AuditEvent("import.forget", "Import", id));
        return DutyOutcome.Done;
    }
}

/// <summary>Throws a table away before anybody came of it.</summary>
internal sealed class DiscardImport(CareDb care, IAuditTrail audit, DutyBook duties)
{
    public Task<Result> HandleAsync(Guid id, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (!actor.Is(ProgrammeRoles.Admin) || await care.Set<PeopleImport>().FirstOrDefaultAsync(i => i.Id == id, token) is not { } import) return Error.NotFound;
        if (import.Status == ImportStatus.Discarded) return Result.Ok;
        if (import.Status != ImportStatus.Uploaded) return Error.Refused("This import has begun. It can be taken back when it has finished.");
        import.Discard();
        if (await care.Set<ImportSheet>().FirstOrDefaultAsync(s => s.Import == id, token) is { } kept) care.Remove(kept);
        duties.Drop(LookAfterImport.Kind.Name, id.ToString());
        audit.Record(new AuditEvent("import.discard", "Import", id));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);
}

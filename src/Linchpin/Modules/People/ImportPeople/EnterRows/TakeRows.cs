using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Modules.People.ImportPeople.ReadSheet;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ImportPeople.EnterRows;

[ValidatableType]
public sealed class TakeForm
{
    /// <summary>See <see cref="ImportPreview.Seen"/>.</summary>
    public string? Seen { get; set; }

    /// <summary>Also the rows that were doubted: probably the same person twice.</summary>
    public bool WithDoubtful { get; set; }
}

/// <summary>Makes people of the rows that were chosen. Each hundred is a transaction of its own, and what was done stands beside the people it made: whoever presses twice, or whatever
/// is killed in between, goes on where it stopped. One transaction for all would hold the audit's chain, and with it everybody else's writing, for as long as it takes.</summary>
internal sealed class TakeRows(
    CareDb care, SealedSheets sheets, OpenImport open, RegisterLookup register, IClientReach reach, IAuditTrail audit, OutboxWriter outbox, DutyBook duties, TimeProvider clock)
{
    public const int Chunk = 100;

    private static readonly RowFinding Overtaken = RowFinding.Of(Error.Conflict("Somebody else was registered meanwhile, and this row could not be taken any more."));

    /// <summary>Decides which rows are taken. From here on it goes on by itself; <see cref="GoOnAsync"/> does it at once.</summary>
    public Task<Result> BeginAsync(Guid id, TakeForm form, Actor actor, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, token => DecideAsync(id, form, actor, token), cancel);

    /// <summary>Takes chosen rows until all have had their turn.</summary>
    public async Task<Result> GoOnAsync(Guid id, CancellationToken cancel)
    {
        var import = await care.Set<PeopleImport>().AsNoTracking().FirstAsync(i => i.Id == id, cancel);
        if (import.Status != ImportStatus.Running) return Result.Ok;
        var kept = await care.Set<ImportSheet>().AsNoTracking().FirstOrDefaultAsync(s => s.Import == id, cancel);
        // Another one that took the last rows has put away what was kept.
        if (kept is null) return Result.Ok;
        if (sheets.Open(kept) is not { } sheet) return Error.Refused("The table can't be opened any more: the keys of the data folder are not those it was sealed with.");
        var facts = await register.WithoutNamesAsync(import, cancel);
        for (var goesOn = true; goesOn;)
        {
            var taken = await Redecide.UntilSavedAsync(care, token => TakeAsync(id, sheet, facts, token), cancel);
            if (!taken.IsOk) return taken.Discard();
            goesOn = taken.Value;
        }

        return Result.Ok;
    }

    private async Task<Result> DecideAsync(Guid id, TakeForm form, Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin) || await care.Set<PeopleImport>().FirstOrDefaultAsync(i => i.Id == id, cancel) is not { } import) return Error.NotFound;
        if (import.Status is ImportStatus.Running or ImportStatus.Finished) return Result.Ok;
        var now = clock.GetUtcNow();
        var kept = await care.Set<ImportSheet>().FirstOrDefaultAsync(s => s.Import == id && s.Until > now, cancel);
        if (import.Status != ImportStatus.Uploaded || sheets.Open(kept) is not { } sheet) return Error.Refused("The table is not kept any more. Upload the file again.");
        if (!import.IsMapped) return Error.Refused("Say first which column holds what.");
        var preview = await open.CheckAsync(import, sheet, cancel);
        if (preview.SameFile is not null) return Error.Refused("The people of this very file are in the register already. Take that import back first, or upload another file.");
        if (preview.Seen != form.Seen) return Error.Refused("The register has changed since you looked. Look at the rows again, then import them.");
        var taken = preview.Rows.Where(r => r.Standing == RowStanding.Good || (form.WithDoubtful && r.Standing == RowStanding.Doubtful)).Select(r => r.Row.Number).ToHashSet();
        if (taken.Count == 0) return Error.Refused("There is no row to import.");

        import.Begin(taken.Count);
        var decided = new KeptSheet(sheet.Columns, [.. preview.Rows.Select(r => new KeptRow(r.Row.Number, r.Row.Cells, taken.Contains(r.Row.Number), r.Findings))]);
        kept!.Replace(sheets.Seal(id, decided), kept.Until);
        audit.Record(new AuditEvent("import.begin", "Import", id, Detail: string.Create(CultureInfo.InvariantCulture, $"{import.Kind};take:{taken.Count};of:{import.Rows}")));
        duties.Plan(LookAfterImport.Kind.Name, id.ToString(), now + LookAfterImport.Patience);
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }

    /// <summary>The next rows; false when none is left.</summary>
    private async Task<Result<bool>> TakeAsync(Guid id, KeptSheet sheet, RegisterFacts facts, CancellationToken cancel)
    {
        // Those of the last hundred need not be held any longer.
        care.ChangeTracker.Clear();
        var import = await care.Set<PeopleImport>().FirstAsync(i => i.Id == id, cancel);
        if (import.Status != ImportStatus.Running) return false;
        var last = await care.Set<ImportedRow>().Where(r => r.Import == id).MaxAsync(r => (int?)r.Number, cancel) ?? 0;
        var rows = sheet.Rows.Where(r => r.Take && r.Number > last).Take(Chunk).ToList();
        var made = import.Kind is ImportKind.Clients ? await ClientsAsync(import, rows, facts, cancel) : await StaffAsync(import, rows, facts, cancel);
        care.AddRange(made);
        var now = clock.GetUtcNow();
        import.Advance(made.Count(r => r.Person is not null), made.Count(r => r.Person is null), now);
        if (import.Status == ImportStatus.Finished) await PutAwayAsync(import, sheet, made, now, cancel);
        await care.SaveChangesAsync(cancel);
        return import.Status == ImportStatus.Running;
    }

    private async Task<List<ImportedRow>> ClientsAsync(PeopleImport import, List<KeptRow> rows, RegisterFacts facts, CancellationToken cancel)
    {
        List<ImportedRow> made = [];
        foreach (var row in rows)
        {
            var (form, _) = ClientRows.Read(row.Row, import.Map, facts);
            var now = clock.GetUtcNow();
            var id = new ClientId(Guid.CreateVersion7(now));
            var client = RegisterClientHandler.Decide(form, id, now);
            if (!client.IsOk || form.Worker is not { } named)
            {
                made.Add(ImportedRow.Of(import.Id, row.Number, null, null));
                continue;
            }

            var worker = new StaffId(named);
            care.Add(client.Value);
            await reach.GrantAsync(id, worker, cancel);
            audit.Record(new AuditEvent("client.register", "Client", id.Value, id, Detail: "import"));
            outbox.Publish(new ClientRegistered(id, worker, now));
            made.Add(ImportedRow.Of(import.Id, row.Number, id.Value, worker));
        }

        return made;
    }

    private async Task<List<ImportedRow>> StaffAsync(PeopleImport import, List<KeptRow> rows, RegisterFacts facts, CancellationToken cancel)
    {
        var read = rows.ConvertAll(r => (Row: r, Details: StaffRows.Read(r.Row, import.Map, facts).Form.Check()));
        var emails = read.Where(r => r.Details.IsOk).Select(r => r.Details.Value.Email).ToList();
        var used = (await care.Set<StaffMember>().Where(s => emails.Contains(s.Email)).Select(s => s.Email).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        List<ImportedRow> made = [];
        foreach (var (row, details) in read)
        {
            if (!details.IsOk || used.Contains(details.Value.Email))
            {
                made.Add(ImportedRow.Of(import.Id, row.Number, null, null));
                continue;
            }

            var id = new StaffId(Guid.CreateVersion7(clock.GetUtcNow()));
            care.Add(StaffMember.Join(id, details.Value));
            audit.Record(new AuditEvent("staff.add", "StaffMember", id.Value, Detail: "import"));
            made.Add(ImportedRow.Of(import.Id, row.Number, id.Value, null));
        }

        return made;
    }

    // Of the table only the rows stay of which nobody came, for as long as somebody may mend them.
    private async Task PutAwayAsync(PeopleImport import, KeptSheet sheet, List<ImportedRow> made, DateTimeOffset now, CancellationToken cancel)
    {
        var failed = (await care.Set<ImportedRow>().Where(r => r.Import == import.Id && r.Person == null).Select(r => r.Number).ToListAsync(cancel))
            .Concat(made.Where(r => r.Person is null).Select(r => r.Number)).ToHashSet();
        List<KeptRow> left = [.. sheet.Rows.Where(r => !r.Take || failed.Contains(r.Number)).Select(r => failed.Contains(r.Number) ? r with { Findings = [Overtaken] } : r)];
        // Gone when another one has just taken these rows: then the version that this round began with is not saved.
        if (await care.Set<ImportSheet>().FirstOrDefaultAsync(s => s.Import == import.Id, cancel) is not { } kept) return;
        if (left.Count == 0) care.Remove(kept);
        else kept.Replace(sheets.Seal(import.Id, new KeptSheet(sheet.Columns, left)), now + PeopleImport.KeepsTable);
        audit.Record(new AuditEvent("import.finish", "Import", import.Id, Detail: string.Create(CultureInfo.InvariantCulture, $"{import.Kind};taken:{import.Taken};left-out:{import.LeftOut}")));
    }
}

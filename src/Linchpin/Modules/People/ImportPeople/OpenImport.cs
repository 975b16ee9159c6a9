using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Modules.People.ImportPeople.ReadSheet;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ImportPeople;

/// <param name="Sheet">What stands in the table, or was left out of the import; null when it is not kept any more.</param>
/// <param name="Until">Until when it is kept.</param>
internal sealed record OpenedImport(PeopleImport Import, KeptSheet? Sheet, DateTimeOffset? Until);

/// <param name="SameFile">An import that took the very same file and was not taken back.</param>
internal sealed record ImportPreview(IReadOnlyList<CheckedRow> Rows, PeopleImport? SameFile)
{
    public int Good => Count(RowStanding.Good);

    public int Doubtful => Count(RowStanding.Doubtful);

    public int Wrong => Count(RowStanding.Wrong);

    /// <summary>Carried through the form, so that nobody imports other rows than those that they saw.</summary>
    public string Seen => string.Create(CultureInfo.InvariantCulture, $"{Good}/{Doubtful}/{Wrong}");

    private int Count(RowStanding standing) => Rows.Count(r => r.Standing == standing);
}

/// <summary>Opens an import for whoever may import, and writes down that somebody looked at what stands in it.</summary>
internal sealed class OpenImport(CareDb care, SealedSheets sheets, RegisterLookup register, IAuditTrail audit, TimeProvider clock)
{
    private const int MostListed = 50;

    public async Task<OpenedImport?> ReadAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin)) return null;
        if (await care.Set<PeopleImport>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, cancel) is not { } import) return null;
        var now = clock.GetUtcNow();
        var kept = await care.Set<ImportSheet>().AsNoTracking().FirstOrDefaultAsync(s => s.Import == id && s.Until > now, cancel);
        await audit.RecordNowAsync(new AuditEvent("import.read", "Import", id), cancel);
        return new OpenedImport(import, sheets.Open(kept), kept?.Until);
    }

    public async Task<ImportPreview> CheckAsync(PeopleImport import, KeptSheet sheet, CancellationToken cancel)
    {
        IReadOnlyList<SheetRow> rows = [.. sheet.Rows.Select(r => r.Row)];
        var facts = await register.FactsAsync(import, rows, cancel);
        var earlier = await care.Set<PeopleImport>().AsNoTracking().FirstOrDefaultAsync(i => i.Kind == import.Kind && i.FileMark == import.FileMark && i.Claim != null && i.Id != import.Id, cancel);
        return new ImportPreview(import.Kind is ImportKind.Clients ? ClientRows.Check(rows, import.Map, facts) : StaffRows.Check(rows, import.Map, facts), earlier);
    }

    /// <summary>The newest imports, without what stands in them.</summary>
    public async Task<IReadOnlyList<PeopleImport>> ListAsync(Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin)) return [];
        await audit.RecordNowAsync(new AuditEvent("import.list", "Import", null), cancel);
        return await care.Set<PeopleImport>().AsNoTracking().OrderByDescending(i => i.UploadedAt).Take(MostListed).ToListAsync(cancel);
    }
}

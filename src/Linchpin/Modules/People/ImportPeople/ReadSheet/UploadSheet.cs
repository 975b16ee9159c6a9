using System.Globalization;
using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Modules.People.ImportPeople.EnterRows;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ImportPeople.ReadSheet;

[ValidatableType]
public sealed class UploadForm
{
    /// <summary>The largest file that is read, in bytes: ten thousand rows take about two million.</summary>
    public const int MostBytes = 5_000_000;

    /// <summary>Made when the form is shown: posting the same form twice makes one import.</summary>
    public Guid Id { get; set; }

    public IFormFile? File { get; set; }
}

/// <summary>Takes a table of people in to be looked at. Nobody is in the register by that.</summary>
internal sealed class UploadSheet(CareDb care, SealedSheets sheets, IAuditTrail audit, DutyBook duties, TimeProvider clock)
{
    /// <returns>The import, which is an older one when the same file waits there already.</returns>
    public async Task<Result<Guid>> HandleAsync(ImportKind kind, UploadForm form, Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        if (form.File is not { Length: > 0 } file) return Error.Invalid("File", "Choose a file.");
        if (file.Length > UploadForm.MostBytes) return Error.Invalid("File", "This file is larger than {0} megabytes. Divide it into several files.", UploadForm.MostBytes / 1_000_000);
        var bytes = new byte[file.Length];
        await using (var content = file.OpenReadStream()) await content.ReadExactlyAsync(bytes, cancel);
        var text = SheetText.Read(bytes);
        if (!text.IsOk) return Result<Guid>.Fail(text.Errors);
        var sheet = Sheet.Read(text.Value.Text);
        if (!sheet.IsOk) return Result<Guid>.Fail(sheet.Errors);
        var mark = Convert.ToHexString(SHA256.HashData(bytes));
        return await Redecide.UntilSavedAsync(care, token => KeepAsync(kind, form.Id, mark, text.Value.Encoding, sheet.Value, actor, token), cancel);
    }

    private async Task<Result<Guid>> KeepAsync(ImportKind kind, Guid id, string mark, SheetEncoding encoding, Sheet sheet, Actor actor, CancellationToken cancel)
    {
        if (await care.Set<PeopleImport>().AnyAsync(i => i.Id == id, cancel)) return id;
        var now = clock.GetUtcNow();
        var waiting = await care.Set<PeopleImport>().AsNoTracking()
            .Where(i => i.Kind == kind && i.FileMark == mark && i.By == actor.Account && i.Status == ImportStatus.Uploaded && care.Set<ImportSheet>().Any(s => s.Import == i.Id && s.Until > now))
            .OrderByDescending(i => i.UploadedAt).FirstOrDefaultAsync(cancel);
        if (waiting is not null) return waiting.Id;

        care.Add(PeopleImport.Upload(id, kind, actor.Account, mark, encoding, sheet, await MapAsync(kind, sheet, cancel), now));
        care.Add(ImportSheet.Keep(id, sheets.Seal(id, new KeptSheet(sheet.Columns, [.. sheet.Rows.Select(r => new KeptRow(r.Number, r.Cells))])), now + PeopleImport.KeepsTable));
        duties.Plan(LookAfterImport.Kind.Name, id.ToString(), now + PeopleImport.KeepsTable);
        audit.Record(new AuditEvent("import.upload", "Import", id, Detail: string.Create(CultureInfo.InvariantCulture, $"{kind};rows:{sheet.Rows.Count}")));
        await care.SaveChangesAsync(cancel);
        return id;
    }

    private async Task<ColumnMap> MapAsync(ImportKind kind, Sheet sheet, CancellationToken cancel)
    {
        if (await care.Set<RememberedColumns>().AsNoTracking().FirstOrDefaultAsync(c => c.Kind == kind && c.Shape == sheet.Shape, cancel) is { } before) return ColumnMap.OfText(before.Fields, before.Order);
        var guessed = ImportFields.Guess(kind, sheet.Columns);
        var days = Enumerable.Range(0, guessed.Count).Where(i => guessed[i] is "BirthDate" or "LivingFrom" or "ActiveFrom" or "ActiveThrough");
        return new ColumnMap(guessed, CellReading.OrderOf(days.SelectMany(i => sheet.Rows.Select(r => r.Cells[i]))));
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ImportPeople.ReadSheet;

[ValidatableType]
public sealed class MapForm
{
    /// <summary>The version that was shown.</summary>
    public int Version { get; set; }

    /// <summary>For each column the field it holds; empty for one that is left out.</summary>
    public List<string?>? Columns { get; set; }

    public string? Order { get; set; }

    /// <summary>Who begins the care team of clients whose row names nobody.</summary>
    public Guid? Worker { get; set; }
}

/// <summary>Writes down which column holds what, and remembers it for the next table with the same columns.</summary>
internal sealed class MapColumns(CareDb care, IStaffDirectory staff, IAuditTrail audit)
{
    public Task<Result> HandleAsync(Guid id, MapForm form, Actor actor, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, token => MapAsync(id, form, actor, token), cancel);

    private async Task<Result> MapAsync(Guid id, MapForm form, Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin) || await care.Set<PeopleImport>().FirstOrDefaultAsync(i => i.Id == id, cancel) is not { } import) return Error.NotFound;
        if (import.Status != ImportStatus.Uploaded) return Error.Refused("This import has begun or was thrown away. Its columns can't be changed any more.");
        var count = import.Map.Fields.Count;
        IReadOnlyList<string?> chosen = [.. Enumerable.Range(0, count).Select(i => form.Columns?.ElementAtOrDefault(i) is { Length: > 0 } field ? field : null)];
        var map = ColumnMap.Create(import.Kind, chosen, form.Order == nameof(DateOrder.DayFirst) ? DateOrder.DayFirst : DateOrder.MonthFirst);
        List<Error> errors = [.. map.Errors];
        StaffId? worker = null;
        if (import.Kind is ImportKind.Clients && form.Worker is { } asked)
        {
            if ((await staff.CareStaffAsync(cancel)).Any(s => s.Id.Value == asked)) worker = new StaffId(asked);
            else errors.Add(Error.Invalid("Worker", "Choose somebody who is on the care staff today."));
        }

        if (import.Kind is ImportKind.Clients && form.Worker is null && !chosen.Contains(ImportFields.Worker, StringComparer.Ordinal))
            errors.Add(Error.Invalid("Worker", "Choose who will work with these clients, or a column that says it. Without a care team nobody can open a chart."));
        if (errors.Count > 0) return Result.Fail(errors);

        var isSame = import.IsMapped && import.Fields == map.Value.ToText() && import.Order == map.Value.Order && import.Worker == worker;
        // Before the version: a double click posts an old version of what already stands.
        if (isSame) return Result.Ok;
        if (import.Version != form.Version) return Error.Refused("Somebody else chose the columns of this table meanwhile. Load the page again and look at their choice.");
        import.MapColumns(map.Value, worker);
        await RememberAsync(import, map.Value, cancel);
        audit.Record(new AuditEvent("import.columns", "Import", id));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }

    private async Task RememberAsync(PeopleImport import, ColumnMap map, CancellationToken cancel)
    {
        if (await care.Set<RememberedColumns>().FirstOrDefaultAsync(c => c.Kind == import.Kind && c.Shape == import.Shape, cancel) is { } before) before.Change(map);
        else care.Add(RememberedColumns.Of(import.Kind, import.Shape, map));
    }
}

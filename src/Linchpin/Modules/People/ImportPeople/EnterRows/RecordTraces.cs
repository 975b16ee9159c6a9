using System.Linq.Expressions;
using System.Reflection;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Linchpin.Modules.People.ImportPeople.EnterRows;

/// <summary>Tells whom any row of the house is about. It asks every table that the model knows to name a client or a staff member, so that a module that comes later is asked too without
/// this one knowing it: what is forgotten here would be lost there.</summary>
internal sealed class RecordTraces(CareDb care)
{
    private static readonly MethodInfo Asked = typeof(RecordTraces).GetMethod(nameof(NamedAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    // What the import itself wrote: the record, where they live, the place on the care team (the team is asked by itself). What is only looked at leaves no trace but in the audit.
    private static readonly string[] ByTheImport = ["Clients", "LivingSituations", "Staff", "ImportedRows"];
    private const string CareTeams = "CareTeamMembers";
    private const string Audit = "AuditEntries";

    public Task<HashSet<ClientId>> OfAsync(IReadOnlyList<ClientId> clients, CancellationToken cancel) => OfAsync(clients, [.. ByTheImport, CareTeams, Audit], cancel);

    public Task<HashSet<StaffId>> OfAsync(IReadOnlyList<StaffId> staff, CancellationToken cancel) => OfAsync(staff, [.. ByTheImport, Audit], cancel);

    /// <summary>Tables and columns that are asked about a kind of id.</summary>
    internal static IReadOnlyList<(IEntityType Table, IProperty Column)> Asks<TId>(IModel model, IReadOnlyCollection<string> passedOver) where TId : struct =>
    [
        .. from table in model.GetEntityTypes()
           where !table.IsOwned() && !table.HasSharedClrType && table.GetTableName() is { } name && !passedOver.Contains(name)
           from column in table.GetProperties()
           where !column.IsShadowProperty() && (column.ClrType == typeof(TId) || column.ClrType == typeof(TId?))
           select (table, column)
    ];

    private async Task<HashSet<TId>> OfAsync<TId>(IReadOnlyList<TId> ids, IReadOnlyCollection<string> passedOver, CancellationToken cancel) where TId : struct
    {
        HashSet<TId> found = [];
        foreach (var (table, column) in Asks<TId>(care.Model, passedOver))
            found.UnionWith(await (Task<List<TId>>)Asked.MakeGenericMethod(table.ClrType, typeof(TId)).Invoke(this, [column, ids, cancel])!);
        return found;
    }

    private async Task<List<TId>> NamedAsync<TRow, TId>(IProperty column, IReadOnlyList<TId> ids, CancellationToken cancel) where TRow : class where TId : struct
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        var named = Expression.Lambda<Func<TRow, TId?>>(Expression.Convert(Expression.Property(row, column.PropertyInfo!), typeof(TId?)), row);
        List<TId?> sought = [.. ids];
        return [.. (await care.Set<TRow>().AsNoTracking().Select(named).Where(id => sought.Contains(id)).Distinct().ToListAsync(cancel)).OfType<TId>()];
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Team;

/// <summary>Reach is asked with every page: every branch of it must be answered out of an index (decision 0007).</summary>
public abstract class ReachPlanTests(CareHost host)
{
    private static readonly Actor Supervisor = Actors.Staff(new StaffId(Guid.NewGuid()), ProgrammeRoles.Supervisor);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clients_WhenAsked_LooksAtNoTableFromEndToEnd(bool oneClient)
    {
        var plan = await host.InScopeAsync(async services =>
        {
            var care = services.GetRequiredService<CareDb>();
            var someone = new ClientId(Guid.NewGuid());
            var reach = services.GetRequiredService<IClientReach>().Clients(Supervisor);
            return await PlanAsync(care, oneClient ? reach.Where(c => c == someone) : reach);
        });
        foreach (var table in new[] { "CareTeamMembers", "SupervisionLines", "Covers", "EmergencyAccesses" })
        {
            Assert.Contains(table, plan, StringComparison.Ordinal);
            Assert.False(IsScanned(plan, table), $"{table} is read whole:\n{plan}");
        }
    }

    private protected abstract bool IsScanned(string plan, string table);

    private protected abstract Task<string> PlanAsync(CareDb care, IQueryable<ClientId> clients);

    private protected static async Task<string> ExplainAsync(CareDb care, string explain, IQueryable<ClientId> clients, int column)
    {
        await using var command = clients.CreateDbCommand();
        command.CommandText = explain + command.CommandText;
        await care.Database.OpenConnectionAsync(Cancel);
        await using var rows = await command.ExecuteReaderAsync(Cancel);
        List<string> lines = [];
        while (await rows.ReadAsync(Cancel)) lines.Add(rows.GetString(column));
        return string.Join('\n', lines);
    }

    public sealed class OnSqlite(SqliteHost host) : ReachPlanTests(host)
    {
        // An alias stands for the table: the name of the index holds it.
        private protected override bool IsScanned(string plan, string table) =>
            plan.Split('\n').Any(l => l.Contains("SCAN", StringComparison.Ordinal) && l.Contains(table, StringComparison.Ordinal))
            || !plan.Split('\n').Any(l => l.Contains("USING COVERING INDEX IX_" + table, StringComparison.Ordinal));

        private protected override Task<string> PlanAsync(CareDb care, IQueryable<ClientId> clients) => ExplainAsync(care, "EXPLAIN QUERY PLAN ", clients, 3);
    }

    public sealed class OnPostgres(PostgresHost host) : ReachPlanTests(host)
    {
        private protected override bool IsScanned(string plan, string table) => plan.Contains("Seq Scan on \"" + table, StringComparison.Ordinal);

        private protected override async Task<string> PlanAsync(CareDb care, IQueryable<ClientId> clients)
        {
            // The tables of a test are small enough to be read whole at less cost: what counts is whether an index could answer.
            await using var transaction = await care.Database.BeginTransactionAsync(Cancel);
            await care.Database.ExecuteSqlAsync($"SET LOCAL enable_seqscan = off", Cancel);
            return await ExplainAsync(care, "EXPLAIN ", clients, 0);
        }
    }
}

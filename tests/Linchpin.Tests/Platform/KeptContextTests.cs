using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.OfPlatform;

/// <summary>What one scope leaves on a context, the next must not find.</summary>
public sealed class KeptContextTests(SqliteHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_WhenAskedAgainWithOtherValues_AnswersThemFromAStatementThatWasPreparedOnce()
    {
        var (first, second) = (await host.ClientOfAsync(PeopleFixtures.NewWorker(), f => f.Given = "Uno"), await host.ClientOfAsync(PeopleFixtures.NewWorker(), f => f.Given = "Dos"));
        await host.InDatabaseAsync(async care =>
        {
            Task<string> NameAsync(ClientId id) => care.Set<Client>().TagWith("kept-context-test").Where(c => c.Id == id).Select(c => c.Name.Given).SingleAsync(Cancel);
            Assert.Equal(("Uno", "Dos", "Uno"), (await NameAsync(first), await NameAsync(second), await NameAsync(first)));
            var kept = ((SqliteConnections.KeptConnection)care.Database.GetDbConnection()).Statements;
            Assert.Single(kept.Texts, text => text.Contains("kept-context-test", StringComparison.Ordinal));
            return 0;
        });
    }

    [Fact]
    public async Task Ask_WhenTheSameQuestionIsAskedInsideItself_AnswersBoth()
    {
        var ids = new[] { await host.ClientOfAsync(PeopleFixtures.NewWorker()), await host.ClientOfAsync(PeopleFixtures.NewWorker()) };
        await host.InDatabaseAsync(async care =>
        {
            var pairs = 0;
            IAsyncEnumerable<ClientId> Known() => care.Set<Client>().AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => c.Id).AsAsyncEnumerable();
            await foreach (var _ in Known())
                await foreach (var __ in Known()) pairs++;
            Assert.Equal(4, pairs);
            return 0;
        });
    }

    [Fact]
    public async Task Scope_WhenItLeavesAReaderOpen_TheNextOnesSeeWhatWasWrittenSince()
    {
        var id = await host.ClientOfAsync(PeopleFixtures.NewWorker(), f => f.Given = "Before");
        SqliteConnection? used = null;
        await host.InDatabaseAsync(async care =>
        {
            used = (SqliteConnection)care.Database.GetDbConnection();
            var rows = care.Set<Client>().AsNoTracking().AsAsyncEnumerable().GetAsyncEnumerator(Cancel);
            Assert.True(await rows.MoveNextAsync());
            return 0;
        });
        await host.InDatabaseAsync(care => care.Set<Client>().Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Pronouns, "since"), Cancel));
        using var command = used!.CreateCommand();
        command.CommandText = $"SELECT Pronouns FROM Clients WHERE Id = '{id.Value.ToString().ToUpperInvariant()}'";
        Assert.Equal("since", command.ExecuteScalar());
    }

    [Fact]
    public async Task Save_WhenTheContextWasNotLentToAScope_IsRefused()
    {
        var folder = Directory.CreateTempSubdirectory("linchpin-kept-");
        try
        {
            await using var loose = new SqliteCareDb(new DbContextOptionsBuilder<SqliteCareDb>().UseSqlite($"Data Source={Path.Combine(folder.FullName, "loose.db")}").Options);
            await Assert.ThrowsAsync<InvalidOperationException>(() => loose.SaveChangesAsync(Cancel));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

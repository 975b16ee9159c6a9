using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Linchpin.Tests.Host;

/// <summary>One model, two sets of migrations, made together.</summary>
public sealed class MigrationsTests
{
    [Fact]
    public void Sqlite_WhenTheModelIsCompared_HasAMigrationForAllOfIt()
    {
        using var care = new SqliteDesignTime().CreateDbContext([]);
        Assert.False(care.Database.HasPendingModelChanges(), "The model has changed. Run scripts/migration NAME.");
    }

    [Fact]
    public void Postgres_WhenTheModelIsCompared_HasAMigrationForAllOfIt()
    {
        using var care = new PostgresDesignTime().CreateDbContext([]);
        Assert.False(care.Database.HasPendingModelChanges(), "The model has changed. Run scripts/migration NAME.");
    }

    [Fact]
    public void Migrations_WhenMade_AreTheSameOnBothProviders()
    {
        using var sqlite = new SqliteDesignTime().CreateDbContext([]);
        using var postgres = new PostgresDesignTime().CreateDbContext([]);
        Assert.Equal(Names(sqlite), Names(postgres));
    }

    [Fact]
    public async Task Sqlite_AfterAllMigrations_HasTheTriggersThatKeepTheSearchIndex()
    {
        // A later migration that makes the table of clients anew would take them along without a word.
        await using var care = new SqliteCareDb(new DbContextOptionsBuilder<SqliteCareDb>().UseSqlite("Data Source=:memory:").Options);
        await care.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await care.Database.MigrateAsync(TestContext.Current.CancellationToken);
        var triggers = await care.Database.SqlQuery<string>($"SELECT name AS \"Value\" FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'Clients' ORDER BY name").ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["ClientSearch_Delete", "ClientSearch_Insert", "ClientSearch_Update"], triggers);
    }

    private static IEnumerable<string> Names(DbContext care) => care.GetService<IMigrationsAssembly>().Migrations.Keys.Select(k => k[(k.IndexOf('_') + 1)..]);
}

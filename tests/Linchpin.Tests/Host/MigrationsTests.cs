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

    private static IEnumerable<string> Names(DbContext care) => care.GetService<IMigrationsAssembly>().Migrations.Keys.Select(k => k[(k.IndexOf('_') + 1)..]);
}

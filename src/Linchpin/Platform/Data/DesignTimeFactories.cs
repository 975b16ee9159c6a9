using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Linchpin.Platform.Data;

internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteCareDb>
{
    public SqliteCareDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteCareDb>().UseSqlite("Data Source=:memory:").Options);
}

internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresCareDb>
{
    public PostgresCareDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresCareDb>().UseNpgsql("Host=localhost").Options);
}

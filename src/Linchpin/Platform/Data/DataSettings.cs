using Microsoft.Data.Sqlite;
using Npgsql;

namespace Linchpin.Platform.Data;

public enum DatabaseProvider
{
    Sqlite,
    Postgres,
}

/// <summary>Where the house keeps its memory.</summary>
/// <param name="Folder">Absolute path of the data folder: database (SQLite), keys, audit anchors, mail without SMTP.</param>
/// <param name="Provider">Which database.</param>
/// <param name="ConnectionString">As the provider writes it.</param>
public sealed record DataSettings(string Folder, DatabaseProvider Provider, string ConnectionString)
{
    /// <summary>Reads and checks the settings; a wrong one is a <see cref="SettingException"/> whose sentence names it.</summary>
    public static DataSettings Read(IConfiguration configuration)
    {
        var folder = Path.GetFullPath(configuration["Data:Directory"] ?? "data", RepositoryOrCurrentFolder());
        var connection = configuration.GetConnectionString("Care");
        var provider = (configuration["Database:Provider"] ?? "sqlite").ToUpperInvariant() switch
        {
            "SQLITE" => DatabaseProvider.Sqlite,
            "POSTGRES" => DatabaseProvider.Postgres,
            var other => throw new SettingException($"Database__Provider is '{other}'; it must be 'sqlite' or 'postgres'."),
        };
        if (provider == DatabaseProvider.Postgres && string.IsNullOrWhiteSpace(connection))
            throw new SettingException("Database__Provider is 'postgres', so ConnectionStrings__Care must say where the database is.");
        if (!string.IsNullOrWhiteSpace(connection)) EnsureReadable(provider, connection);
        EnsureWritable(folder);
        OwnerOnly.Close(folder);
        var own = Path.Combine(folder, "linchpin.db");
        // SQLite makes the file with the rights that the umask leaves, and its journals with those of the file.
        if (provider == DatabaseProvider.Sqlite && string.IsNullOrWhiteSpace(connection) && !File.Exists(own)) new FileStream(own, OwnerOnly.NewFile(FileMode.CreateNew, FileAccess.Write)).Dispose();
        return new DataSettings(folder, provider, string.IsNullOrWhiteSpace(connection) ? $"Data Source={own}" : connection);
    }

    // The text is not quoted: it may hold a password.
    private static void EnsureReadable(DatabaseProvider provider, string connection)
    {
        var (reads, example) = provider == DatabaseProvider.Sqlite
            ? ((Action)(() => _ = new SqliteConnectionStringBuilder(connection)), "Data Source=/srv/linchpin/linchpin.db")
            : (() => _ = new NpgsqlConnectionStringBuilder(connection), "Host=db.example.org;Database=care;Username=linchpin;Password=...");
        try
        {
            reads();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            throw new SettingException($"ConnectionStrings__Care can't be read; it must look like {example}");
        }
    }

    private static void EnsureWritable(string folder)
    {
        try
        {
            OwnerOnly.MakeFolder(folder);
            var probe = Path.Combine(folder, ".writable");
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SettingException($"The data folder '{folder}' can't be written ({e.Message.TrimEnd('.')}). Give another with --data DIR, or free space and fix its permissions.");
        }
    }

    // `dotnet run --project src/Linchpin` starts in the project's folder; people expect ./data where the repository is.
    private static string RepositoryOrCurrentFolder()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Linchpin.slnx"))) return folder.FullName;
        return Environment.CurrentDirectory;
    }
}

/// <summary>A setting is wrong; the message is one sentence that names it and is safe to print.</summary>
public sealed class SettingException(string message) : Exception(message);

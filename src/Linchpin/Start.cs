using System.Net.Sockets;
using Linchpin.Kernel;
using Linchpin.Modules.Audit;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Platform.Sealing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace Linchpin;

/// <summary>How the house opens in the morning: the database first, then the door.</summary>
internal static class Start
{
    public const string Usage = "Usage: ./run [--port 5080] [--data DIR] [--no-demo] [--Section:Key=value ...]";

    // What ./run knows, and what ASP.NET Core's own hosts pass or understand.
    private static readonly HashSet<string> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        "data", "port", "no-demo", "PublicUrl", "AllowedHosts", "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName", "webroot",
        "hostingStartupAssemblies", "hostingStartupExcludeAssemblies", "preferHostingUrls", "suppressStatusMessages", "captureStartupErrors", "detailedErrors",
        "shutdownTimeoutSeconds", "forwardedHeaders_Enabled", "LINCHPIN_DEMO_PASSWORD",
    };

    public static string UrlOf(string port) =>
        ushort.TryParse(port, out var number) && number > 0
            ? $"http://localhost:{number}"
            : throw new SettingException($"--port is '{port}'; it must be a number from 1 to 65535.");

    /// <summary>The first word of the server's command line that nobody understands, in a sentence; null when there is none. A mistyped option must not pass in
    /// silence: the house would open somewhere else than its owner thinks.</summary>
    public static string? StrayOption(string[] args)
    {
        for (var place = 0; place < args.Length; place++)
        {
            var word = args[place];
            var name = word.TrimStart('-').Split('=')[0];
            // A host in a test names the sections of its settings as well; they set nothing.
            if (word.StartsWith("--", StringComparison.Ordinal) && word.EndsWith('=')) continue;
            if (!word.StartsWith("--", StringComparison.Ordinal) || !(Options.Contains(name) || name.Contains(':', StringComparison.Ordinal))) return $"'{word}' is not an option of Linchpin.";
            if (word.Contains('=', StringComparison.Ordinal) || name == "no-demo") continue;
            if (place + 1 == args.Length || args[place + 1].StartsWith("--", StringComparison.Ordinal)) return $"'{word}' needs a value after it.";
            place++;
        }

        return null;
    }

    /// <summary>Settings that no part reads before somebody needs it.</summary>
    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static void CheckSettings(IConfiguration settings)
    {
        if (settings["Demo:Load"] is { } load && !bool.TryParse(load, out _)) throw new SettingException($"Demo__Load is '{load}'; it must be 'true' or 'false'.");
        if (settings["Programme:TimeZone"] is { Length: > 0 } zone && !Zone.Exists(zone)) throw new SettingException($"Programme__TimeZone is '{zone}'; it must be an IANA time zone such as America/New_York.");
        if (settings["Programme:Hours"] is { Length: > 0 } hours)
        {
            try
            {
                OfficeHours.Read(hours, settings["Programme:ClosedOn"], settings["Programme:TimeZone"] is { Length: > 0 } there ? there : Zone.Default);
            }
            catch (FormatException e)
            {
                throw new SettingException($"Programme__Hours or Programme__ClosedOn is wrong: {e.Message}");
            }
        }

        if (settings["Pdf:Chromium"] is { Length: > 0 } chromium && !File.Exists(chromium)) throw new SettingException($"Pdf__Chromium is '{chromium}', and no such file exists. Leave it out to use /usr/bin/chromium where that is installed.");
    }

    public static async Task<int> RunVerbAsync(string[] args, IServiceProvider services)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        var opened = false;
        var code = await AdminVerbs.RunAsync(args, services, Console.Out, Console.Error, stop.Token, async () =>
        {
            await OpenDatabaseAsync(services);
            opened = true;
        });
        if (opened) await AuditModule.AnchorAsync(services, CancellationToken.None);
        return code;
    }

    /// <summary>Opens the database, creating or migrating it.</summary>
    public static async Task OpenDatabaseAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var care = scope.ServiceProvider.GetRequiredService<CareDb>();
        try
        {
            // Asked first, because migrating compares the whole model with its last picture each time, which takes longer than the rest of a start.
            if ((await care.Database.GetPendingMigrationsAsync()).Any()) await care.Database.MigrateAsync();
        }
        // 42501: not allowed; 0A000 and 58P01: PostgreSQL's contrib package is not there (Appendix A of its manual).
        catch (Npgsql.PostgresException e) when (e.SqlState is "42501" or "0A000" or "58P01" && e.MessageText.Contains("pg_trgm", StringComparison.Ordinal))
        {
            throw new SettingException($"The search for clients needs PostgreSQL's extension pg_trgm: {e.MessageText.TrimEnd('.')}. Let its administrator run: CREATE EXTENSION pg_trgm; in this database (Debian's postgresql package brings it, others call it contrib), then start again.");
        }
        catch (Exception e) when (e is System.Data.Common.DbException or SocketException)
        {
            throw new SettingException($"The database can't be opened: {e.Message.TrimEnd('.')}. ConnectionStrings__Care and Database__Provider say where it is.");
        }

        await scope.ServiceProvider.GetRequiredService<CheckKeyRing>().RunAsync(CancellationToken.None);
        await AuditModule.AnchorAsync(services, CancellationToken.None);
    }

    /// <param name="greeting">Lines printed once the house is open.</param>
    public static async Task RunAsync(WebApplication app, IReadOnlyList<string> greeting)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException || e.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
        {
            var url = app.Urls.FirstOrDefault() ?? app.Configuration["urls"] ?? "The port";
            throw new SettingException($"{url} is already in use by another program. Choose another with --port, for example --port 5081.");
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        await Console.Out.WriteLineAsync($"Linchpin is ready at {address?.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}");
        foreach (var line in greeting) await Console.Out.WriteLineAsync(line);
        await app.WaitForShutdownAsync();
    }
}

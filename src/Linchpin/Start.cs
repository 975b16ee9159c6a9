using System.Net.Sockets;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace Linchpin;

/// <summary>How the house opens in the morning: the database first, then the door.</summary>
internal static class Start
{
    public static string UrlOf(string port) =>
        ushort.TryParse(port, out var number) && number > 0
            ? $"http://localhost:{number}"
            : throw new SettingException($"--port is '{port}'; it must be a number from 1 to 65535.");

    public static async Task<int> RunVerbAsync(string[] args, IServiceProvider services)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        return await AdminVerbs.RunAsync(args, services, Console.Out, Console.Error, stop.Token, () => OpenDatabaseAsync(services));
    }

    /// <summary>Opens the database, creating or migrating it.</summary>
    public static async Task OpenDatabaseAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var care = scope.ServiceProvider.GetRequiredService<CareDb>();
        try
        {
            await care.Database.MigrateAsync();
        }
        catch (Exception e) when (e is System.Data.Common.DbException or SocketException)
        {
            throw new SettingException($"The database can't be opened: {e.Message.TrimEnd('.')}. ConnectionStrings__Care and Database__Provider say where it is.");
        }
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

using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Shell.Layout;

namespace Linchpin.Demo;

/// <summary>True once the database is known to hold the demo programme: the banner then stands on every page.</summary>
internal sealed class DemoMark
{
    public bool IsSet { get; set; }
}

/// <summary>The demo programme's place in the house. Like Program.cs it may know every module; nothing depends on it.</summary>
public static class DemoModule
{
    public static IServiceCollection AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoMark>();
        services.AddScoped<DemoProgramme>();
        // Options are first read by a page, and by then the house has opened.
        services.AddOptions<Programme>().PostConfigure<DemoMark>((programme, mark) =>
        {
            programme.IsDemo |= mark.IsSet;
            if (programme.IsDemo) programme.Hours ??= "Mo-Fr 09:00-17:00";
        });
        services.AddVerb("demo", "- puts the demo programme into an empty database", LoadAsync);
        return services;
    }

    /// <summary>Run once at the start, on the opened database: loads the demo programme where that is meant, and refuses it where real work is done.</summary>
    /// <returns>Lines that tell how to sign in; none without demo accounts.</returns>
    /// <exception cref="SettingException">A production start on a database with demo accounts.</exception>
    public static async Task<IReadOnlyList<string>> OpenAsync(IServiceProvider services, IHostEnvironment environment, IConfiguration settings, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var demo = scope.ServiceProvider.GetRequiredService<DemoProgramme>();
        var loaded = await demo.IsLoadedAsync(cancel);
        if (environment.IsProduction())
        {
            return loaded
                ? throw new SettingException("This database holds the demo programme, whose passwords everybody knows, so it is not opened in production. Give another with --data DIR or ConnectionStrings__Care.")
                : [];
        }

        if (!loaded && settings.GetValue("Demo:Load", defaultValue: true) && await demo.MayLoadAsync(cancel))
        {
            await demo.LoadAsync(cancel);
            loaded = true;
        }
        else if (loaded && settings.GetValue("Demo:Load", defaultValue: true))
        {
            await demo.FreshenAsync(cancel);
        }

        services.GetRequiredService<DemoMark>().IsSet = loaded;
        return loaded ? SignIns(settings) : [];
    }

    private static IReadOnlyList<string> SignIns(IConfiguration settings)
    {
        var password = settings[DemoProgramme.PasswordSetting] is { Length: > 0 } ? $"the one in {DemoProgramme.PasswordSetting}" : DemoProgramme.DefaultPassword;
        return
        [
            $"Demo sign-ins (password: {password}):",
            .. DemoProgramme.SignIns.Chunk(5).Select(row => "  " + string.Join("  ", row.Select(name => $"{name}@demo.test"))),
        ];
    }

    private static async Task<int> LoadAsync(AdminCall call)
    {
        if (call.Arguments.Count > 0) return 2;
        await Start.OpenDatabaseAsync(call.Services);
        await using var scope = call.Services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<DemoProgramme>().LoadAsync(call.Cancel);
        }
        catch (SettingException e)
        {
            await call.Error.WriteLineAsync(e.Message);
            return 1;
        }

        await call.Out.WriteLineAsync("The demo programme is loaded.");
        foreach (var line in SignIns(scope.ServiceProvider.GetRequiredService<IConfiguration>())) await call.Out.WriteLineAsync(line);
        return 0;
    }
}

using Linchpin;
using Linchpin.Demo;
using Linchpin.Modules.Access;
using Linchpin.Modules.Assessments;
using Linchpin.Modules.Audit;
using Linchpin.Modules.Notes;
using Linchpin.Modules.People;
using Linchpin.Modules.Privacy;
using Linchpin.Modules.Schedule;
using Linchpin.Modules.Sessions;
using Linchpin.Modules.Team;
using Linchpin.Platform;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Platform.Health;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Shell;

// The only file that knows every module.
try
{
    var isVerb = AdminVerbs.AreMeant(args);
    if (!isVerb && Start.StrayOption(args) is { } stray)
    {
        await Console.Error.WriteLineAsync($"{stray} {Start.Usage}");
        return 2;
    }

    var settings = isVerb ? AdminVerbs.SettingsOf(args) : [.. args.Select(a => a == "--no-demo" ? "--Demo:Load=false" : a)];
    // Settings and pages stand beside the program, wherever it is started from; the test host brings its own root.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = settings,
        ContentRootPath = settings.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory,
    });
    builder.Configuration.AddCommandLine(settings, new Dictionary<string, string>(StringComparer.Ordinal) { ["--data"] = "Data:Directory", ["--port"] = "Port" });
    builder.WebHost.UseStaticWebAssets();
    if (builder.Configuration["Port"] is { } port) builder.WebHost.UseUrls(Start.UrlOf(port));
    else if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls(Start.UrlOf("5080"));
    builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
    Start.CheckSettings(builder.Configuration);

    var data = DataSettings.Read(builder.Configuration);
    builder.Services.AddPlatform(data, MailSettings.Read(builder.Configuration, data.Folder));
    builder.Services.AddShell();
    builder.Services.AddAudit(data, builder.Configuration);
    builder.Services.AddAccess();
    builder.Services.AddAssessments();
    builder.Services.AddNotes();
    builder.Services.AddPeople();
    builder.Services.AddPrivacy();
    builder.Services.AddSchedule(builder.Configuration, data);
    builder.Services.AddSessions(builder.Configuration);
    builder.Services.AddTeam();
    builder.Services.AddDemo();

    var app = builder.Build();
    if (isVerb) return await Start.RunVerbAsync(args, app.Services);

    app.UseTrustedProxy();
    app.UseErrorPages();
    app.UseSecurityHeaders();
    app.UseNotFoundPage();
    app.UseRequestLocalization();
    app.UseRateLimiter();
    app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always, MinimumSameSitePolicy = SameSiteMode.Lax });
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseAntiforgery();

    app.MapStaticAssets().AllowAnonymous();
    app.MapHealth();
    app.MapAccess();
    app.MapAssessments();
    app.MapPeople();
    app.MapPrivacy();
    app.MapSchedule();
    app.MapSessions();
    app.MapTeam();
    app.MapNotes();
    app.MapShell();

    await Start.OpenDatabaseAsync(app.Services);
    await Start.RunAsync(app, await DemoModule.OpenAsync(app.Services, app.Environment, app.Configuration, CancellationToken.None));
    return 0;
}
catch (SettingException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (Exception e) when (StorageFailure.IsIn(e))
{
    await Console.Error.WriteLineAsync(StorageFailure.Sentence);
    return 1;
}

/// <summary>Named for the test hosts.</summary>
public partial class Program;

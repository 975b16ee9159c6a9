using Linchpin.Modules.Audit.Anchor;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Clock;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Read;
using Linchpin.Modules.Audit.Verify;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;

namespace Linchpin.Modules.Audit;

/// <summary>Who did what, when, from where and about whom: reads and denials too.</summary>
public static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services, DataSettings data, IConfiguration configuration)
    {
        services.AddSingleton(AuditKey.Open(data.Folder));
        services.AddSingleton<AnchorFiles>();
        services.AddSingleton<AnchorMemory>();
        services.AddSingleton<AuditQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditQueue>());
        services.AddScoped<AuditTrail>();
        services.AddScoped<IAuditTrail>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddScoped<ICommitParticipant>(provider => provider.GetRequiredService<AuditTrail>());
        services.AddScoped<VerifyAudit>();
        services.AddScoped<IAuditedSeals, AuditedSeals>();
        services.AddScoped<IAuditReading, AuditReading>();
        services.AddScoped<IMarkedEntries, MarkedEntries>();
        services.AddRound<AnchorAudit>();
        services.AddSingleton(ClockSettings.Read(configuration));
        services.AddSingleton<ClockMemory>();
        services.AddRound<WatchClock>();
        services.AddHostedService<AnchorAtTheEnd>();
        services.AddHealthChecks().AddCheck<AnchorsHold>("audit").AddCheck<ClockHolds>("clock");
        services.AddVerb("audit verify", "- walks the whole audit; exit code 1 names the first bad entry", VerifyAsync);
        return services;
    }

    /// <summary>Anchors where the chain stands now. Run once when the database is open, so that the first anchor stands before the first entry, and after each verb:
    /// no server is there then to do it.</summary>
    public static async Task AnchorAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AnchorAudit>().RunAsync(cancel);
    }

    private static async Task<int> VerifyAsync(AdminCall call)
    {
        if (call.Arguments.Count > 0) return 2;
        await using var scope = call.Services.CreateAsyncScope();
        var verdict = await scope.ServiceProvider.GetRequiredService<VerifyAudit>().RunAsync(call.Cancel);
        if (verdict.Warning is not null) await call.Out.WriteLineAsync(verdict.Warning);
        await call.Out.WriteLineAsync(verdict.Complaint is null ? $"The audit is whole: {verdict.Entries} entries verified." : verdict.Complaint);
        return verdict.Complaint is null ? 0 : 1;
    }
}

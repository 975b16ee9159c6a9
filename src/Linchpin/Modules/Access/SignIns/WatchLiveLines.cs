using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.SignalR;

namespace Linchpin.Modules.Access.SignIns;

/// <summary>Cuts the lines of sign-ins that are over. A page asks at its next request whether its sign-in holds; a line that is open asks nobody, so this does, by the
/// database: whichever process ended it. Within a minute means well within: four rounds.</summary>
internal sealed partial class WatchLiveLines(LiveLines lines, SignInBook book, SignInRule rule, IServiceScopeFactory scopes, TimeProvider clock, ILogger<WatchLiveLines> log)
    : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    /// <summary>Looks once at every open line.</summary>
    public async Task RoundAsync(CancellationToken cancel)
    {
        book.ForgetOld();
        var open = lines.Open;
        if (open.Count == 0) return;
        await using var scope = scopes.CreateAsyncScope();
        var asked = scope.ServiceProvider.GetRequiredService<SignInStanding>();
        SignInId[] ids = [.. open.Select(o => o.SignIn).Distinct()];
        var standings = await asked.OfAsync(ids, cancel);
        foreach (var (signIn, line) in open)
        {
            // In a call people talk and touch no key.
            var standing = standings.GetValueOrDefault(signIn);
            if (standing?.Over(rule, clock.GetUtcNow()) is null && standing is not null)
            {
                if (LiveLine.CountsAsActive(line)) await TouchAsync(asked, signIn, standing, cancel);
                continue;
            }

            LogCut(log, standing?.Over(rule, clock.GetUtcNow())?.ToString() ?? "unknown");
            line.Abort();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRoundAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The house closes, and every line with it.
        }
    }

    private async Task TryRoundAsync(CancellationToken cancel)
    {
        try
        {
            await RoundAsync(cancel);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            LogFailed(log, e.GetType().Name);
        }
    }

    private static async Task TouchAsync(SignInStanding asked, SignInId signIn, Standing standing, CancellationToken cancel)
    {
        try
        {
            await asked.TouchAsync(signIn, standing, cancel);
        }
        catch (Exception e) when (StorageFailure.IsIn(e))
        {
            // A call goes on while the disk is full.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A live line was cut: its sign-in is over ({Why})")]
    private static partial void LogCut(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live lines could not be looked at: {Failure}")]
    private static partial void LogFailed(ILogger log, string failure);
}

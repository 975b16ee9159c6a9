namespace Linchpin.Platform.Duties;

/// <summary>What a process does again and again as long as it runs: watching, forgetting, anchoring. A round finds what there is to do in the database, so that it does
/// not matter which process ran the last one. What falls due at a moment of its own is a <see cref="Duty"/>.</summary>
public interface IRound
{
    /// <summary>Stable name, for logs and health.</summary>
    string Name { get; }

    /// <summary>Pause between two rounds.</summary>
    TimeSpan Every { get; }

    Task RunAsync(CancellationToken cancel);
}

/// <summary>Runs every round in a loop of its own, so that a slow one delays no other.</summary>
public sealed partial class RoundLoop(IServiceScopeFactory scopes, IEnumerable<RoundRegistration> rounds, LoopPulse pulse, TimeProvider clock, ILogger<RoundLoop> log)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(rounds.Select(round => RunAsync(round, stoppingToken)));

    private async Task RunAsync(RoundRegistration registration, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var pause = TimeSpan.FromSeconds(5);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var round = (IRound)scope.ServiceProvider.GetRequiredService(registration.Round);
                pause = round.Every;
                await round.RunAsync(cancel);
                pulse.Beat(round.Name);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogFailed(log, registration.Round.Name, e.GetType().Name);
            }

            try
            {
                await Task.Delay(pause, clock, cancel);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Round {Round} failed: {Failure}")]
    private static partial void LogFailed(ILogger log, string round, string failure);
}

public sealed record RoundRegistration(Type Round);

public static class RoundRegistrationExtensions
{
    public static IServiceCollection AddRound<TRound>(this IServiceCollection services) where TRound : class, IRound =>
        services.AddScoped<TRound>().AddSingleton(new RoundRegistration(typeof(TRound)));
}

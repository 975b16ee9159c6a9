namespace Linchpin.Platform.Duties;

/// <summary>Work that falls due again and again. A round finds what is due in the database, so that it does not matter which process ran the last one.</summary>
public interface IDuty
{
    /// <summary>Stable name, for logs and health.</summary>
    string Name { get; }

    /// <summary>Pause between two rounds.</summary>
    TimeSpan Every { get; }

    Task RunAsync(CancellationToken cancel);
}

/// <summary>Runs every duty in a loop of its own, so that a slow one delays no other.</summary>
public sealed partial class DutyLoop(IServiceScopeFactory scopes, IEnumerable<DutyRegistration> duties, DutyPulse pulse, TimeProvider clock, ILogger<DutyLoop> log)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(duties.Select(duty => RunAsync(duty, stoppingToken)));

    private async Task RunAsync(DutyRegistration registration, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var pause = TimeSpan.FromSeconds(5);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var duty = (IDuty)scope.ServiceProvider.GetRequiredService(registration.Duty);
                pause = duty.Every;
                await duty.RunAsync(cancel);
                pulse.Beat(duty.Name);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                LogFailed(log, registration.Duty.Name, e.GetType().Name);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Duty {Duty} failed: {Failure}")]
    private static partial void LogFailed(ILogger log, string duty, string failure);
}

public sealed record DutyRegistration(Type Duty);

public static class DutyRegistrationExtensions
{
    public static IServiceCollection AddDuty<TDuty>(this IServiceCollection services) where TDuty : class, IDuty =>
        services.AddScoped<TDuty>().AddSingleton(new DutyRegistration(typeof(TDuty)));
}

namespace Linchpin.Modules.Sessions.Room.Presence;

/// <summary>Lets time pass in the open rooms: heartbeats to the attendance, and seats given up when the grace is over.</summary>
internal sealed partial class RoomClock(RoomBook book, RoomVoice voice, TimeProvider clock, ILogger<RoomClock> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken))
                foreach (var room in book.All) await TickAsync(room, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The house closes; who is in the room comes back by themselves.
        }
    }

    private async Task TickAsync(OpenRoom room, CancellationToken cancel)
    {
        try
        {
            var news = room.Tick(clock.GetUtcNow(), out var changed);
            await voice.WriteAsync(room.Session, news, cancel);
            if (changed) await voice.ShowAsync(room, cancel);
            book.CloseIfEmpty(room);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            // One room that can't write must not stop the others' clocks.
            LogFailed(log, room.Session.Value, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attendance of session {Session} could not be written: {Failure}")]
    private static partial void LogFailed(ILogger log, Guid session, string failure);
}

using Linchpin.Kernel;

namespace Linchpin.Modules.Sessions.Domain;

public enum SeatRole
{
    Worker,
    Client,
}

/// <summary>One stay of one person in the room, from a real join to a real leave.</summary>
internal sealed class AttendanceSpan
{
    private AttendanceSpan()
    {
    }

    public Guid Id { get; private set; }

    public SessionId Session { get; private set; }

    public SeatRole Who { get; private set; }

    /// <summary>Which worker: a session can be handed over while it runs. Null for the client.</summary>
    public StaffId? Staff { get; private set; }

    public DateTimeOffset JoinedAt { get; private set; }

    /// <summary>Last sign of life; stands for the leave when the server died before it saw one.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    public DateTimeOffset? LeftAt { get; private set; }

    public static AttendanceSpan OfWorker(SessionId session, StaffId staff, DateTimeOffset now) => Begin(session, SeatRole.Worker, staff, now);

    public static AttendanceSpan OfClient(SessionId session, DateTimeOffset now) => Begin(session, SeatRole.Client, null, now);

    private static AttendanceSpan Begin(SessionId session, SeatRole who, StaffId? staff, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Session = session, Who = who, Staff = staff, JoinedAt = now, SeenAt = now };

    public void Seen(DateTimeOffset now)
    {
        if (LeftAt is null && now > SeenAt) SeenAt = now;
    }

    public void Leave(DateTimeOffset now)
    {
        if (LeftAt is not null) return;
        LeftAt = now < JoinedAt ? JoinedAt : now;
        SeenAt = LeftAt.Value;
    }
}

/// <summary>Counts minutes from spans.</summary>
internal static class AttendedMinutes
{
    /// <summary>Whole minutes, rounded down, that a person was in the room while the session ran: overlapping spans (two windows) count once, time
    /// outside <paramref name="started"/> to <paramref name="ended"/> does not count.</summary>
    public static int Count(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> spans, DateTimeOffset started, DateTimeOffset ended)
    {
        var total = TimeSpan.Zero;
        var covered = started;
        foreach (var (from, to) in spans.OrderBy(s => s.From))
        {
            var begin = from > covered ? from : covered;
            var end = to < ended ? to : ended;
            if (end <= begin) continue;
            total += end - begin;
            covered = end;
        }

        return (int)total.TotalMinutes;
    }
}

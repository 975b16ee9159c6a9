using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;

namespace Linchpin.Modules.Sessions.Room.Presence;

/// <summary>A page that listens, and the person whose page it is.</summary>
internal sealed record Ear(string Connection, Actor Actor);

/// <summary>Something the attendance must be told once the lock is released.</summary>
internal sealed record AttendanceNews(RoomSeat Seat, DateTimeOffset At, AttendanceKind Kind);

internal enum AttendanceKind
{
    Joined,
    Seen,
    Left,
}

/// <summary>Who is in one session's room at this moment, by person. Lives in memory only: everything that must survive a restart belongs to the door, and
/// the pages tell the rest again when they come back.</summary>
internal sealed class OpenRoom(SessionId session)
{
    /// <summary>How long a seat is kept "returning" before it counts as left.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(45);

    /// <summary>How often the attendance hears that somebody is still there.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int MostPages = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private long _revision;
    private bool _closed;

    public SessionId Session => session;

    /// <summary>A page has connected. Null when this room has just been thrown away and a new one must be opened; otherwise the pages that are too many
    /// and must be closed.</summary>
    public IReadOnlyList<string>? Arrive(string connection, Actor actor, RoomSeat seat, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_closed) return null;
            if (!_places.TryGetValue(seat.Who, out var place)) _places[seat.Who] = place = new Place(seat);
            place.Seat = seat;
            place.AskedAt = now;
            place.GoneAt = null;
            // Coming is knocking, except for somebody who was moved out: they ask in words.
            if (!seat.Admitted && !seat.Removed) place.Knocking = true;
            place.Ears.Add(new Ear(connection, actor));
            _revision++;
            var tooMany = place.Ears.Take(Math.Max(0, place.Ears.Count - MostPages)).Select(e => e.Connection).ToList();
            return tooMany;
        }
    }

    public void Depart(string connection, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (Of(connection) is not { } place) return;
            place.Ears.RemoveAll(e => e.Connection == connection);
            if (place.CallPage == connection)
            {
                place.CallPage = null;
                place.CallLostAt = now;
            }

            if (place.Ears.Count == 0) place.GoneAt = now;
            _revision++;
        }
    }

    /// <summary>The seat as it was last asked for, and since when; null when that page has none here.</summary>
    public (RoomSeat Seat, DateTimeOffset AskedAt)? SeatOf(string connection)
    {
        lock (_lock) return Of(connection) is { } place ? (place.Seat, place.AskedAt) : null;
    }

    /// <summary>Takes over what the door says now. Somebody who is no longer admitted is out of the call at once.</summary>
    public IReadOnlyList<AttendanceNews> Reseat(RoomSeat seat, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(seat.Who, out var place)) return [];
            place.AskedAt = now;
            if (place.Seat == seat) return [];
            place.Seat = seat;
            _revision++;
            if (seat is { Admitted: true, Ended: false })
            {
                place.Knocking = false;
                return [];
            }

            if (seat.Removed) place.Knocking = false;
            return place.LeaveCall(now);
        }
    }

    public bool Knock(string connection)
    {
        lock (_lock)
        {
            if (Of(connection) is not { Seat: { Admitted: false, Ended: false } } place) return false;
            if (!place.Knocking) _revision++;
            place.Knocking = true;
            return true;
        }
    }

    /// <summary>This page carries the person's call from now on. A page that only comes back (<paramref name="resume"/>) does not take the call from another
    /// page of the same person. Answers the page that lost it, or null.</summary>
    public bool Enter(string connection, string entry, bool resume, DateTimeOffset now, out string? displaced, out AttendanceNews? news)
    {
        lock (_lock)
        {
            (displaced, news) = (null, null);
            if (Of(connection) is not { Seat: { Admitted: true, Ended: false } } place) return false;
            if (resume && place.Entry is not null && place.Entry != entry) return false;
            if (place.CallPage is not null && place.CallPage != connection) displaced = place.CallPage;
            (place.CallPage, place.Entry, place.CallLostAt) = (connection, entry, null);
            if (!place.Attending)
            {
                (place.Attending, place.SeenAt) = (true, now);
                news = new AttendanceNews(place.Seat, now, AttendanceKind.Joined);
            }

            _revision++;
            return true;
        }
    }

    public IReadOnlyList<AttendanceNews> Leave(string connection, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (Of(connection) is not { } place || place.CallPage != connection) return [];
            _revision++;
            return place.LeaveCall(now);
        }
    }

    public void Tell(string connection, MediaState media)
    {
        lock (_lock)
        {
            if (Of(connection) is not { } place || place.CallPage != connection || place.Media == media) return;
            place.Media = media;
            _revision++;
        }
    }

    /// <summary>Where a signal goes, and from which stay it comes. Null unless both are admitted and in the call.</summary>
    public (string Connection, HeardSignal Heard)? Route(string connection, Signal signal)
    {
        lock (_lock)
        {
            if (Of(connection) is not { Seat: { Admitted: true, Ended: false } } from || from.CallPage != connection) return null;
            if (!_places.TryGetValue(signal.To, out var to) || to == from || !to.Seat.Admitted || to.CallPage is null || to.Entry != signal.ToEntry) return null;
            return (to.CallPage, new HeardSignal(from.Seat.Who, from.Entry!, signal.ToEntry, signal.Description, signal.Candidate));
        }
    }

    /// <summary>Takes one token of that page's person; false when they send too fast, with <paramref name="flooding"/> when it is no accident.</summary>
    public bool May(string connection, Pace pace, DateTimeOffset now, out bool flooding)
    {
        lock (_lock)
        {
            flooding = false;
            return Of(connection) is { } place && place.Buckets[(int)pace].Take(now, out flooding);
        }
    }

    /// <summary>What time alone has changed: seats that are given up after the grace, and heartbeats that are due.</summary>
    public IReadOnlyList<AttendanceNews> Tick(DateTimeOffset now, out bool changed)
    {
        lock (_lock)
        {
            var news = new List<AttendanceNews>();
            changed = false;
            foreach (var place in _places.Values.ToList())
            {
                if (place.CallLostAt is { } lost && now - lost >= Grace)
                {
                    news.AddRange(place.LeaveCall(lost));
                    changed = true;
                }

                if (place is { Attending: true, CallPage: not null } && now - place.SeenAt >= Heartbeat)
                {
                    place.SeenAt = now;
                    news.Add(new AttendanceNews(place.Seat, now, AttendanceKind.Seen));
                }

                if (place.GoneAt is { } gone && now - gone >= Grace)
                {
                    _places.Remove(place.Seat.Who);
                    changed = true;
                }
            }

            if (changed) _revision++;
            return news;
        }
    }

    /// <summary>True when nobody is left, and from then on for good.</summary>
    public bool CloseIfEmpty()
    {
        lock (_lock) return _closed = _places.Count == 0;
    }

    public IReadOnlyList<(Ear Ear, string Who)> Ears()
    {
        lock (_lock) return [.. _places.Values.SelectMany(p => p.Ears.Select(e => (e, p.Seat.Who)))];
    }

    public IReadOnlyList<string> AdmittedPages()
    {
        lock (_lock) return [.. _places.Values.Where(p => p.Seat is { Admitted: true, Ended: false }).SelectMany(p => p.Ears.Select(e => e.Connection))];
    }

    /// <summary>What each page is to show.</summary>
    public IReadOnlyList<(string Connection, RoomState State)> Look()
    {
        lock (_lock)
        {
            var looks = new List<(string, RoomState)>();
            foreach (var place in _places.Values)
            {
                var others = _places.Values
                    // In front of the door one sees only whether the worker is there.
                    .Where(o => o != place && (place.Seat.Admitted || o.Seat.Role == RoomRole.Worker))
                    .Select(o => o.Show(inside: place.Seat.Admitted && o.Seat.Admitted))
                    .OrderBy(s => s.Who, StringComparer.Ordinal).ToList();
                var state = new RoomState(_revision, place.Show(inside: true) with { With = place.Seat.With, Stopped = place.Seat.Stopped }, others, place.Seat.Ended);
                looks.AddRange(place.Ears.Select(e => (e.Connection, state)));
            }

            return looks;
        }
    }

    private Place? Of(string connection)
    {
        foreach (var place in _places.Values)
            if (place.Ears.Exists(e => e.Connection == connection)) return place;
        return null;
    }

    private sealed class Place(RoomSeat seat)
    {
        public RoomSeat Seat { get; set; } = seat;

        public DateTimeOffset AskedAt { get; set; }

        public List<Ear> Ears { get; } = [];

        public bool Knocking { get; set; }

        public string? CallPage { get; set; }

        public string? Entry { get; set; }

        public DateTimeOffset? CallLostAt { get; set; }

        public DateTimeOffset? GoneAt { get; set; }

        public bool Attending { get; set; }

        public DateTimeOffset SeenAt { get; set; }

        public MediaState? Media { get; set; }

        public Bucket[] Buckets { get; } = [new(120, 30), new(12, 1), new(40, 5)];

        public IReadOnlyList<AttendanceNews> LeaveCall(DateTimeOffset at)
        {
            (CallPage, Entry, CallLostAt, Media) = (null, null, null, null);
            if (!Attending) return [];
            Attending = false;
            return [new AttendanceNews(Seat, at, AttendanceKind.Left)];
        }

        public SeatState Show(bool inside) => new(
            Seat.Who, Seat.Role is RoomRole.Worker ? "worker" : "client", Seat.DisplayName, Seat.Admitted, Seat.Removed,
            Ears.Count == 0 || (Entry is not null && CallPage is null) ? "returning" : "here",
            Knocking && !Seat.Admitted, inside ? Entry : null, inside ? Media : null);
    }
}

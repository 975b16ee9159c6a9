using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Modules.Sessions.Room.Presence;

namespace Linchpin.Tests.Modules.Sessions.Room;

public sealed class OpenRoomTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly RoomSeat Client = new("client", RoomRole.Client, "Alex Moreno", true, false);

    [Fact]
    public void Tick_WhenSeatStaysEmptyFor45Seconds_LeavesAtTheMomentOfTheLoss()
    {
        var room = Seated();
        room.Depart("c1", Noon.AddSeconds(10));
        Assert.Empty(room.Tick(Noon.AddSeconds(54), out var changed));
        Assert.False(changed);

        var left = Assert.Single(room.Tick(Noon.AddSeconds(55), out changed));

        Assert.Equal((AttendanceKind.Left, Noon.AddSeconds(10)), (left.Kind, left.At));
        Assert.True(changed);
        Assert.True(room.CloseIfEmpty());
    }

    [Fact]
    public void Look_WhenTheGateStopsTheWorker_TellsEachOnlyOfThemself()
    {
        var room = Seated();
        room.Reseat(Client with { Stopped = true, With = "Dana Whitfield" }, Noon);
        room.Arrive("w1", Actor.Stranger, new RoomSeat("worker", RoomRole.Worker, "Dana Whitfield", true, false), Noon);
        var looks = room.Look().ToDictionary(l => l.Connection, l => l.State);
        Assert.Equal((true, "Dana Whitfield"), (looks["c1"].You.Stopped, looks["c1"].You.With));
        Assert.Equal((false, null), (looks["w1"].You.Stopped, looks["w1"].You.With));
        Assert.All(looks.Values.SelectMany(s => s.Others), o => Assert.Equal((false, null), (o.Stopped, o.With)));
    }

    [Fact]
    public void Tick_WhenSomebodyIsInTheCall_SeesThemEvery15Seconds()
    {
        var room = Seated();
        Assert.Empty(room.Tick(Noon.AddSeconds(14), out _));
        Assert.Equal(AttendanceKind.Seen, Assert.Single(room.Tick(Noon.AddSeconds(15), out _)).Kind);
        Assert.Empty(room.Tick(Noon.AddSeconds(29), out _));
        Assert.Single(room.Tick(Noon.AddSeconds(30), out _));
    }

    [Fact]
    public void Enter_WhenBackWithinTheGrace_IsNoNewJoin()
    {
        var room = Seated();
        room.Depart("c1", Noon.AddSeconds(10));
        room.Arrive("c2", Actor.Stranger, Client, Noon.AddSeconds(30));
        Assert.True(room.Enter("c2", "entry-0002", resume: false, Noon.AddSeconds(31), out _, out var news));
        Assert.Null(news);
        Assert.DoesNotContain(room.Tick(Noon.AddSeconds(60), out _), n => n.Kind == AttendanceKind.Left);
    }

    [Fact]
    public void Arrive_WhenOnePersonOpensTooManyPages_TheOldestMustGo()
    {
        var room = Seated();
        for (var i = 2; i <= 4; i++) Assert.Empty(room.Arrive($"c{i}", Actor.Stranger, Client, Noon)!);
        Assert.Equal(["c1"], room.Arrive("c5", Actor.Stranger, Client, Noon));
    }

    [Fact]
    public void Take_WhenMoreThanTheBucketHolds_WaitsForTheRefill()
    {
        var bucket = new Bucket(3, 1);
        for (var i = 0; i < 3; i++) Assert.True(bucket.Take(Noon, out _));
        Assert.False(bucket.Take(Noon, out var flooding));
        Assert.False(flooding);
        Assert.True(bucket.Take(Noon.AddSeconds(1), out _));
        for (var i = 0; i < 4; i++) bucket.Take(Noon.AddSeconds(1), out flooding);
        Assert.True(flooding);
    }

    private static OpenRoom Seated()
    {
        var room = new OpenRoom(TypedId.New<SessionId>(Noon));
        room.Arrive("c1", Actor.Stranger, Client, Noon);
        Assert.True(room.Enter("c1", "entry-0001", resume: false, Noon, out _, out var news));
        Assert.Equal(AttendanceKind.Joined, news!.Kind);
        return room;
    }
}

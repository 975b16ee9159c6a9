using FsCheck.Xunit;
using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;

namespace Linchpin.Tests.Modules.Schedule;

public sealed class AppointmentTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly StaffId Worker = new(Guid.CreateVersion7());
    private static readonly ClientId Client = new(Guid.CreateVersion7());

    public enum Act
    {
        Move,
        Cancel,
        NoShow,
        Hold,
        Reassign,
        WaitUntilItBegan,
    }

    [Property]
    public void Acts_InAnyOrder_NeverLeaveAClosedState(Act[] acts)
    {
        var appointment = Booked();
        var now = Now;
        foreach (var act in acts)
        {
            var (status, starts, sequence, changes) = (appointment.Status, appointment.Starts, appointment.Sequence, appointment.Changes.Count);
            var result = Try(appointment, act, ref now);
            if (status != AppointmentStatus.Booked)
            {
                Assert.Equal(status, appointment.Status);
                Assert.Equal(starts, appointment.Starts);
                Assert.Equal(changes, appointment.Changes.Count);
            }

            if (!result.IsOk) Assert.Equal((status, starts, sequence, changes), (appointment.Status, appointment.Starts, appointment.Sequence, appointment.Changes.Count));
            Assert.True(appointment.Sequence >= sequence);
            Assert.Equal(appointment.Status is AppointmentStatus.Cancelled or AppointmentStatus.NoShow, appointment.Reason is not null);
            Assert.All(appointment.Changes, change => Assert.NotEqual("", change.Reason));
        }
    }

    [Property]
    public void Acts_ToThePresentState_ChangeNothing(bool cancel)
    {
        var appointment = Booked();
        var later = appointment.Starts.AddMinutes(20);
        var first = cancel ? appointment.Cancel("ill", Worker, later) : appointment.MarkNoShow("no answer", Worker, later);
        var second = cancel ? appointment.Cancel("other words", Worker, later) : appointment.MarkNoShow("other words", Worker, later);
        Assert.True(first.IsOk && second.IsOk);
        Assert.Single(appointment.Changes);
        Assert.NotEqual("other words", appointment.Reason);
    }

    [Theory]
    [InlineData(Act.Move)]
    [InlineData(Act.Cancel)]
    [InlineData(Act.NoShow)]
    [InlineData(Act.Reassign)]
    public void Act_WithoutAReason_IsRefusedBesideTheField(Act act)
    {
        var appointment = Booked();
        var now = appointment.Starts.AddMinutes(20);
        var result = Try(appointment, act, ref now, reason: " \t");
        Assert.Equal("Reason", Assert.Single(result.Errors).Field);
        Assert.Equal(AppointmentStatus.Booked, appointment.Status);
    }

    [Fact]
    public void MarkNoShow_BeforeTheStart_IsRefused() =>
        Assert.Equal(ErrorKind.Refused, Assert.Single(Booked().MarkNoShow("no answer", Worker, Now).Errors).Kind);

    [Property]
    public void Overlaps_OfTwoSlots_IsSharedTime(short startA, byte lengthA, short startB, byte lengthB)
    {
        var a = new Slot(Now.AddMinutes(startA), Now.AddMinutes(startA + lengthA + 1));
        var b = new Slot(Now.AddMinutes(startB), Now.AddMinutes(startB + lengthB + 1));
        var shared = Enumerable.Range(startA, lengthA + 1).Intersect(Enumerable.Range(startB, lengthB + 1)).Any();
        Assert.Equal(shared, a.Overlaps(b));
        Assert.Equal(a.Overlaps(b), b.Overlaps(a));
    }

    [Theory]
    [InlineData(-15, 50, true)]
    [InlineData(-16, 50, false)]
    [InlineData(0, 14, false)]
    [InlineData(0, 15, true)]
    [InlineData(0, 180, true)]
    [InlineData(0, 181, false)]
    public void Slot_AtItsLimits_IsTakenOrRefused(int startsInMinutes, int minutes, bool taken) =>
        Assert.Equal(taken, Slot.Create(Now.AddMinutes(startsInMinutes), minutes, Now).IsOk);

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(9999, 12, 31)]
    public void Slot_OnADayNobodyMeans_IsRefusedBesideTheDay(int year, int month, int day) =>
        Assert.Equal("Date", Assert.Single(Slot.Read(new DateOnly(year, month, day), new TimeOnly(10, 0), 50, Zone.Default, Now).Errors).Field);

    [Fact]
    public void Clash_WithTheClientsOtherSession_SaysNothingAboutIt()
    {
        var slot = new Slot(Now, Now.AddMinutes(50));
        var other = new Taken(new SessionId(Guid.CreateVersion7()), new StaffId(Guid.CreateVersion7()), Client, slot);
        var clash = Clash.Of(slot, new SessionId(Guid.CreateVersion7()), Worker, Client, [other], WorkerIs.TheReader, Zone.Default);
        Assert.Equal("The client has another session then.", clash!.Message);
        Assert.Empty(clash.Args);
    }

    private static Appointment Booked() =>
        Appointment.Book(new SessionId(Guid.CreateVersion7()), Client, Worker, new Slot(Now.AddDays(1), Now.AddDays(1).AddMinutes(50)), "America/Chicago", Now);

    private static Result Try(Appointment appointment, Act act, ref DateTimeOffset now, string reason = "because")
    {
        if (act == Act.WaitUntilItBegan) now = now > appointment.Starts ? now : appointment.Starts;
        return act switch
        {
            Act.Move => appointment.Move(new Slot(appointment.Starts.AddDays(1), appointment.Ends.AddDays(1)), reason, Worker, now),
            Act.Cancel => appointment.Cancel(reason, Worker, now),
            Act.NoShow => appointment.MarkNoShow(reason, Worker, now),
            Act.Hold => appointment.Hold(),
            Act.Reassign => appointment.Reassign(new StaffId(Guid.CreateVersion7()), reason, Worker, now),
            _ => Result.Ok,
        };
    }
}

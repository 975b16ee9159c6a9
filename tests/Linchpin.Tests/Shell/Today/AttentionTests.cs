using Linchpin.Kernel;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Shell.Today;

namespace Linchpin.Tests.Shell.Today;

public sealed class AttentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 14, 0, 0, TimeSpan.Zero);
    private static readonly ClientCard Ada = new(new ClientId(Guid.CreateVersion7()), "Ada Test", "Ada Test", null, "en", Zone.Default, null);
    private static readonly StaffId Me = new(Guid.CreateVersion7());

    [Fact]
    public void List_WhenEverythingWaits_PutsTheMostUrgentFirst()
    {
        var facts = Nothing with
        {
            Exceptions = [new ExceptionSeen(Id(), "Bo Line", "PA", Now.AddHours(-2))],
            Day = [Outlook(Now.AddMinutes(20))],
            LeftOpen = [Booked(Now.AddHours(-3))],
            Notes = [Note(1), Note(9), Note(4)],
            Licences = [Licence(61), Licence(-2), Licence(30)],
            Invitations = [new UnsentInvitation(Id(), Ada.Id, Now.AddDays(3), NoAddress: true)],
        };
        Assert.Equal(
            [
                (AttentionKind.EmergencyException, Urgency.Now, 0), (AttentionKind.MissingCheckIn, Urgency.Now, 0), (AttentionKind.UnsignedNote, Urgency.Now, 9),
                (AttentionKind.Licence, Urgency.Now, -2), (AttentionKind.SessionLeftOpen, Urgency.Soon, 0), (AttentionKind.UnsignedNote, Urgency.Soon, 4),
                (AttentionKind.Licence, Urgency.Soon, 30), (AttentionKind.UnsignedNote, Urgency.Later, 1), (AttentionKind.Licence, Urgency.Later, 61),
                (AttentionKind.Invitation, Urgency.Later, 0),
            ],
            Attention.List(facts, Now).Select(i => (i.Kind, i.Urgency, i.Days)));
    }

    [Theory]
    [InlineData(31, false, 0)]
    [InlineData(30, false, 1)]
    [InlineData(30, true, 0)]
    [InlineData(0, false, 1)]
    [InlineData(-20, false, 1)]
    [InlineData(-85, false, 0)]
    public void List_WhenASessionIsNear_AsksForItsCheckInOnce(int minutesAhead, bool checkedIn, int expected) =>
        Assert.Equal(expected, Attention.List(Nothing with { Day = [Outlook(Now.AddMinutes(minutesAhead)) with { CheckedIn = checkedIn }] }, Now).Count);

    [Theory]
    [InlineData(-1, Urgency.Now)]
    [InlineData(0, Urgency.Soon)]
    [InlineData(30, Urgency.Soon)]
    [InlineData(31, Urgency.Later)]
    [InlineData(90, Urgency.Later)]
    public void List_WhenALicenceRunsOut_GrowsLouder(int days, object urgency) =>
        Assert.Equal(urgency, Assert.Single(Attention.List(Nothing with { Licences = [Licence(days)] }, Now)).Urgency);

    [Theory]
    [InlineData(-1, Urgency.Soon)]
    [InlineData(30, Urgency.Soon)]
    [InlineData(31, Urgency.Later)]
    public void List_WhenATrainingRunsOut_GrowsLouderAndNeverAsLoudAsALicence(int days, object urgency)
    {
        var item = Assert.Single(Attention.List(Nothing with { Trainings = [new ExpiringCredential(Me, "Me Test", "Calm by video", new DateOnly(2026, 3, 10).AddDays(days), days)] }, Now));
        Assert.Equal((AttentionKind.Training, urgency, "Calm by video", "/staff/me"), (item.Kind, item.Urgency, item.Title, item.Href));
    }

    [Theory]
    [InlineData(-1, Urgency.Now)]
    [InlineData(2, Urgency.Soon)]
    [InlineData(3, Urgency.Later)]
    public void List_WhenANoteWaitsForACosignature_GrowsLouderAndLeadsToIt(int days, object urgency)
    {
        var asked = new AwaitedCosignature(Id(), Ada.Id, Me, new DateOnly(2026, 3, 10).AddDays(days), days);
        var item = Assert.Single(Attention.List(Nothing with { Cosignatures = [asked] }, Now));
        Assert.Equal((AttentionKind.Cosignature, urgency, "Ada Test", $"/sessions/{asked.Session}/note#cosign"), (item.Kind, item.Urgency, item.Person, item.Href));
        var returned = Assert.Single(Attention.List(Nothing with { Returned = [asked] }, Now));
        Assert.Equal((AttentionKind.ReturnedNote, Urgency.Soon, "Ada Test"), (returned.Kind, returned.Urgency, returned.Person));
        // Out of reach: nobody is named, and the list leads to the page that says so.
        var hidden = Assert.Single(Attention.List(Nothing with { Cosignatures = [asked], Clients = new Dictionary<ClientId, ClientCard>() }, Now));
        Assert.Equal((null, "/notes/co-signatures"), (hidden.Person, hidden.Href));
    }

    [Theory]
    [InlineData(true, true, true, "/staff/me")]
    [InlineData(false, true, true, "/admin/staff/")]
    [InlineData(false, false, true, "/team/supervision")]
    [InlineData(false, false, false, null)]
    public void List_OfLicences_LeadsOnlyToPagesThatOpen(bool mine, bool administers, bool supervises, string? page)
    {
        var licence = Licence(20) with { Staff = mine ? Me : new StaffId(Guid.CreateVersion7()) };
        var href = Assert.Single(Attention.List(Nothing with { Administers = administers, Supervises = supervises, Licences = [licence] }, Now)).Href;
        Assert.Equal(page is null, href is null);
        Assert.StartsWith(page ?? "", href ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void List_WhenAClientIsOutOfReach_NamesNobody() =>
        Assert.Null(Assert.Single(Attention.List(Nothing with { Notes = [Note(2)], Clients = new Dictionary<ClientId, ClientCard>() }, Now)).Person);

    [Fact]
    public void WeekOfSessions_CountsWhatWasHeldAndWhatIsBooked()
    {
        var week = WeekOfSessions.Of(
        [
            Booked(Now.AddDays(-1)) with { Status = AppointmentStatus.Held }, Booked(Now), Booked(Now.AddDays(1)) with { Status = AppointmentStatus.Cancelled },
            Booked(Now.AddDays(-2)) with { Status = AppointmentStatus.NoShow },
        ]);
        Assert.Equal((50, 100), ((int)week.Held.TotalMinutes, (int)week.All.TotalMinutes));
    }

    private static AttentionFacts Nothing => new(Me, Administers: false, Supervises: false, [], [], [], [], [], [], [], [], [], new Dictionary<ClientId, ClientCard> { [Ada.Id] = Ada });

    private static SessionId Id() => new(Guid.CreateVersion7());

    private static BookedSession Booked(DateTimeOffset starts) =>
        new(Id(), Ada.Id, Me, starts, starts.AddMinutes(50), Zone.Default, AppointmentStatus.Booked, null, 1);

    private static SessionOutlook Outlook(DateTimeOffset starts)
    {
        var booked = Booked(starts);
        return new SessionOutlook(booked, booked.MomentAt(Now), Ada, null, null, [], [], default, CheckedIn: false, null);
    }

    private static UnsignedNote Note(int days) => new(Id(), Ada.Id, Now.AddDays(-days), days, HasDraft: true);

    private static ExpiringLicence Licence(int days) => new(Me, "Me Test", "LCSW-C", UsState.Parse("MD"), new DateOnly(2026, 3, 10).AddDays(days), days);
}

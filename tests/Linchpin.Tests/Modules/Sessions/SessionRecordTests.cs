using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;

namespace Linchpin.Tests.Modules.Sessions;

public sealed class SessionRecordTests
{
    private const string Zone = "America/New_York";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly SessionId Id = new(Guid.CreateVersion7());
    private static readonly ClientId Client = new(Guid.CreateVersion7());
    private static readonly StaffId Worker = new(Guid.CreateVersion7());
    private static readonly Address Place = Address.Create("12 Harbor Street", "4B", "Baltimore", "MD", "21201").Value;

    [Fact]
    public void Admit_WhenNothingIsConfirmed_IsRefused() => Assert.False(Record().Admit(CheckInAt(Place), Gate(CheckInAt(Place)), Zone, Now).IsOk);

    [Fact]
    public void Admit_WhenConfirmedAndTheGateIsOpen_StartsTheSession()
    {
        var (record, checkIn) = (Record(), Confirmed(Place));
        Assert.True(record.Admit(checkIn, Gate(checkIn), Zone, Now).IsOk);
        Assert.Equal(SessionPhase.InProgress, record.Phase);
        Assert.Equal(Now, record.StartedAt);
    }

    [Fact]
    public void Admit_WhenTheGateDecidedOnAnEarlierPlace_IsRefused()
    {
        var checkIn = Confirmed(Place);
        Assert.False(Record().Admit(checkIn, Gate(Confirmed(Place)), Zone, Now).IsOk);
    }

    [Fact]
    public void Admit_WhenTheGateSaysStop_IsRefusedUntilAnEmergencyIsWrittenDown()
    {
        var (record, checkIn) = (Record(), Confirmed(Place));
        var stop = Gate(checkIn, LicenceStanding.NoLicence);
        Assert.False(record.Admit(checkIn, stop, Zone, Now).IsOk);
        Assert.False(stop.AsEmergency("   ", Now).IsOk);
        Assert.True(record.Admit(checkIn, stop.AsEmergency("They said they took pills.", Now).Value, Zone, Now).IsOk);
    }

    [Fact]
    public void Admit_WhenThePlaceWasConfirmedYesterday_IsRefused()
    {
        var checkIn = Confirmed(Place);
        Assert.False(Record().Admit(checkIn, Gate(checkIn), Zone, Now.AddDays(1)).IsOk);
    }

    [Theory]
    [InlineData(LicenceStanding.NoRule)]
    [InlineData(LicenceStanding.Expired)]
    [InlineData(LicenceStanding.ActNotAllowed)]
    public void Admit_WhateverTheStop_NobodyComesIn(LicenceStanding standing)
    {
        var checkIn = Confirmed(Place);
        Assert.False(Record().Admit(checkIn, Gate(checkIn, standing), Zone, Now).IsOk);
    }

    [Fact]
    public void End_WhenTheSessionNeverStarted_IsRefused() => Assert.False(Record().End(Modality.VideoAndAudio, null, null, Now).IsOk);

    [Fact]
    public void End_WhenItHasEnded_ChangesNothing()
    {
        var (record, checkIn) = (Record(), Confirmed(Place));
        record.Admit(checkIn, Gate(checkIn), Zone, Now);
        record.End(Modality.VideoAndAudio, "Call the shelter", null, Now.AddMinutes(50));
        record.End(Modality.Telephone, "Other words", null, Now.AddMinutes(60));
        Assert.Equal("Call the shelter", record.Agreed);
        Assert.Equal(Now.AddMinutes(50), record.EndedAt);
        Assert.Null(record.AdmittedAt);
    }

    [Theory]
    [InlineData(10, 5, "CallEnded")]
    [InlineData(10, 10, "CallEnded")]
    [InlineData(-400, 10, "CallEnded")]
    [InlineData(10, 70, "CallEnded")]
    [InlineData(65, 70, "CallBegan", "CallEnded")]
    public void End_WhenTheTimesOfTheCallCannotBe_IsRefusedBesideThem(int began, int ended, params string[] fields)
    {
        var record = Started();
        var refused = record.End(Modality.Telephone, null, null, Now.AddMinutes(60), (Now.AddMinutes(began), Now.AddMinutes(ended)));
        Assert.Equal(fields, refused.Errors.Select(e => e.Field));
        Assert.Equal(SessionPhase.InProgress, record.Phase);
    }

    [Fact]
    public void End_WhenItWasNoCallByTelephone_KeepsNoTimesOfOne()
    {
        var record = Started();
        Assert.True(record.End(Modality.VideoAndAudio, null, null, Now.AddMinutes(60), (Now, Now.AddMinutes(30))).IsOk);
        Assert.Null(record.CallBegan);
    }

    [Fact]
    public void Confirm_WhenThePlaceIsDeclined_AsksForAPlanAndTheState()
    {
        var checkIn = CheckIn.Of(Guid.CreateVersion7(), Id, Client, CheckInSource.Client, Answers(null, null), Now);
        Assert.Equal(["DeclinedPlan", "State"], checkIn.Confirm(Worker, Now).Errors.Select(e => e.Field));
    }

    [Fact]
    public void Confirm_WhenThereIsNoCallbackNumber_AsksForIt()
    {
        var checkIn = CheckIn.Of(Guid.CreateVersion7(), Id, Client, CheckInSource.Client, Answers(Place, null) with { Callback = null }, Now);
        Assert.Equal("Callback", Assert.Single(checkIn.Confirm(Worker, Now).Errors).Field);
    }

    private static SessionRecord Record() => SessionRecord.Open(Id, Client, Worker);

    private static SessionRecord Started()
    {
        var (record, checkIn) = (Record(), Confirmed(Place));
        Assert.True(record.Admit(checkIn, Gate(checkIn), Zone, Now).IsOk);
        return record;
    }

    private static CheckIn CheckInAt(Address place) => CheckIn.Of(Guid.CreateVersion7(), Id, Client, CheckInSource.Client, Answers(place, null), Now);

    private static CheckIn Confirmed(Address place)
    {
        var checkIn = CheckInAt(place);
        Assert.True(checkIn.Confirm(Worker, Now).IsOk);
        return checkIn;
    }

    private static CheckInAnswers Answers(Address? place, UsState? state)
    {
        Assert.True(PhoneNumber.TryParse("410-555-0123", out var phone));
        return new(place, state, place is null ? null : true, null, phone, Company.Alone, null, YesNoUnsure.Yes, null, YesNoUnsure.Yes, YesNoUnsure.Yes);
    }

    private static GateDecision Gate(CheckIn checkIn, LicenceStanding standing = LicenceStanding.Licensed) =>
        GateDecision.Of(checkIn, Worker, new LicenceDecision(standing, checkIn.State ?? UsState.Parse("MD"), LicensedActs.IndividualTherapy, "LCSW-C 123", null, null), Now);
}

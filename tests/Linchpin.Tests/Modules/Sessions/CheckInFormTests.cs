using FsCheck.Xunit;
using Linchpin.Kernel;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Sessions.Domain;

namespace Linchpin.Tests.Modules.Sessions;

public sealed class CheckInFormTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly Address Home = Address.Create("12 Harbor Street", "4B", "Baltimore", "MD", "21201").Value;
    private static readonly Address Earlier = Address.Create("3 Mill Road", null, "Testville", "VA", null).Value;
    private static readonly Address Elsewhere = Address.Create("9 Long Lane", "2", "Dayton", "OH", "45402").Value;
    private static readonly PhoneNumber Known = PhoneNumber.FromE164("+14105550123");
    private static readonly CheckInChoices Choices = new(Home, [(Guid.CreateVersion7(), Earlier)], Known, "Rosa Harrowgate (Mother), +1 410-555-0177");

    [Property]
    public bool After_WhateverWasSaid_ReadsBackAsTheSame(byte place, bool otherNumber, Company company, YesNoUnsure talk, YesNoUnsure right, byte named, YesNoUnsure reachable)
    {
        var contact = right == YesNoUnsure.No ? (named % 3) switch { 0 => null, 1 => "Ann, of the shelter", _ => "Ann Lee, " + Known } : Choices.Contact;
        if (contact is null && reachable == YesNoUnsure.Yes) reachable = YesNoUnsure.No;
        var where = (place % 4) switch { 0 => Home, 1 => Earlier, 2 => Elsewhere, _ => null };
        var said = new CheckInAnswers(
            where, where?.State ?? UsState.Parse("OH"), where is null ? null : where == Home, where is null ? "Call 911 for the county." : null,
            otherNumber ? PhoneNumber.FromE164("+14105550199") : Known, company, company == Company.WithSomebody ? "my sister" : null, talk, contact, right, reachable);
        var form = CheckInForm.After(Guid.CreateVersion7(), Row(said), Choices, withPlace: true);
        var read = CheckInReading.Read(form, Choices, CheckInSource.Worker);
        return read.IsOk && read.Value == said;
    }

    [Fact]
    public void After_WhenAskedAgain_LeavesOnlyThePlaceOpen()
    {
        var said = Answers() with { EmergencyContact = "Ann Lee, " + Known, ContactStillRight = YesNoUnsure.No };
        var form = CheckInForm.After(Guid.CreateVersion7(), Row(said), Choices, withPlace: false);
        Assert.Null(form.Place);
        Assert.Equal("Place", Assert.Single(CheckInReading.Read(form, Choices, CheckInSource.Worker).Errors).Field);
        form.Place = CheckInForm.Home;
        var read = CheckInReading.Read(form, Choices, CheckInSource.Worker).Value;
        Assert.Equal("Ann Lee, " + Known, read.EmergencyContact);
        Assert.Equal(said.Callback, read.Callback);
        Assert.Equal(said.Company, read.Company);
    }

    [Fact]
    public void After_WhenNothingWasSaid_ChoosesNothing()
    {
        var form = CheckInForm.After(Guid.CreateVersion7(), null, Choices, withPlace: true);
        Assert.Equal(["CallbackChoice", "Company", "ContactReachable", "ContactStillRight", "Place", "Private"], CheckInReading.Read(form, Choices, CheckInSource.Client).Errors.Select(e => e.Field).Order());
    }

    [Fact]
    public void Read_WhenSomebodyCanBeReachedButNobodyIsNamed_AsksForTheName()
    {
        var form = Filled();
        (form.ContactStillRight, form.ContactReachable) = ("No", "Yes");
        Assert.Equal("ContactName", Assert.Single(CheckInReading.Read(form, Choices, CheckInSource.Client).Errors).Field);
        form.ContactReachable = "No";
        Assert.Null(CheckInReading.Read(form, Choices, CheckInSource.Client).Value.EmergencyContact);
    }

    [Fact]
    public void Read_WhenTheNamedPersonHasNoNumber_AsksForItOrForTheWordThatItIsNotKnown()
    {
        var form = Filled();
        (form.ContactStillRight, form.ContactName) = ("No", "Ann Lee");
        Assert.Equal("ContactPhone", Assert.Single(CheckInReading.Read(form, Choices, CheckInSource.Client).Errors).Field);
        form.ContactNumberNotKnown = true;
        Assert.Equal("Ann Lee", CheckInReading.Read(form, Choices, CheckInSource.Client).Value.EmergencyContact);
        (form.ContactName, form.ContactPhone) = (null, "410-555-0188");
        Assert.Equal("ContactName", Assert.Single(CheckInReading.Read(form, Choices, CheckInSource.Client).Errors).Field);
    }

    [Fact]
    public void Read_WhenNoNumberIsChosen_SaysSoBesideTheChoiceAndNotInTheHiddenField()
    {
        var form = Filled();
        form.CallbackChoice = null;
        Assert.Equal("CallbackChoice", Assert.Single(CheckInReading.Read(form, Choices, CheckInSource.Client).Errors).Field);
        form.CallbackChoice = CheckInForm.OtherNumber;
        Assert.Equal("Callback", Assert.Single(CheckInReading.Read(form, Choices, CheckInSource.Client).Errors).Field);
    }

    [Fact]
    public void Read_WhenTheAddressIsLeftEmpty_AsksForItOnce()
    {
        var form = Filled();
        (form.Place, form.Line, form.Unit, form.City, form.State, form.PostalCode) = (CheckInForm.Elsewhere, null, " ", null, "", null);
        Assert.Equal("Line", Assert.Single(CheckInReading.Read(form, Choices, CheckInSource.Client).Errors).Field);
    }

    private static CheckInForm Filled() => CheckInForm.After(Guid.CreateVersion7(), Row(Answers()), Choices, withPlace: true);

    private static CheckInAnswers Answers() => new(Home, Home.State, true, null, Known, Company.Alone, null, YesNoUnsure.Yes, Choices.Contact, YesNoUnsure.Yes, YesNoUnsure.Unsure);

    private static CheckIn Row(CheckInAnswers said) =>
        CheckIn.Of(Guid.CreateVersion7(), new SessionId(Guid.CreateVersion7()), new ClientId(Guid.CreateVersion7()), CheckInSource.Client, said, Now);
}

using Linchpin.Kernel;
using Linchpin.Modules.Team.Domain;

namespace Linchpin.Tests.Modules.Team;

public sealed class EmergencyAccessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 15, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Opener = new(Guid.NewGuid());

    [Fact]
    public void Open_WhenItsTimePasses_ShutsByItselfAtTheInstant()
    {
        var access = Opened();
        Assert.True(access.IsOpen(Now));
        Assert.True(access.IsOpen(Now.AddMinutes(60).AddTicks(-1)));
        Assert.False(access.IsOpen(Now.AddMinutes(60)));
        Assert.False(access.End(Now.AddMinutes(61)));
        Assert.Null(access.EndedAt);
    }

    [Fact]
    public void End_WhenItIsOpen_ShutsAtOnceAndOnlyOnce()
    {
        var access = Opened();
        Assert.True(access.End(Now.AddMinutes(5)));
        Assert.False(access.IsOpen(Now.AddMinutes(5)));
        Assert.False(access.End(Now.AddMinutes(6)));
        Assert.Equal(Now.AddMinutes(5), access.EndedAt);
    }

    [Theory]
    [InlineData(null, "words", 60, "Reason")]
    [InlineData("Curiosity", "words", 60, "Reason")]
    [InlineData("0", "words", 60, "Reason")]
    [InlineData("Danger", " \u200e\n ", 60, "Words")]
    [InlineData("Danger", "words", 100_000, "Minutes")]
    [InlineData("Danger", "words", -60, "Minutes")]
    [InlineData("Danger", "words", null, "Minutes")]
    public void Open_WhenSomethingIsMissingOrTampered_NamesTheField(string? reason, string words, int? minutes, string field) =>
        Assert.Equal(field, Assert.Single(EmergencyAccess.Open(Guid.NewGuid(), default, default, Opener, reason, words, minutes, Now).Errors).Field);

    [Fact]
    public void Open_WhenWordsAreTooLong_NamesTheField() =>
        Assert.Equal("Words", Assert.Single(EmergencyAccess.Check("Danger", new string('x', EmergencyAccess.LongestWords + 1), 60)).Field);

    [Fact]
    public void Review_BySomebodyElse_StandsAndIsNotSaidAnew()
    {
        var (access, reviewer) = (Opened(), new AccountId(Guid.NewGuid()));
        Assert.Equal(ErrorKind.Refused, Assert.Single(access.Review(EmergencyVerdict.Appropriate, null, Opener, "Me", Now).Errors).Kind);
        Assert.Equal("Note", Assert.Single(access.Review(EmergencyVerdict.NotAppropriate, " ", reviewer, "Q", Now).Errors).Field);
        Assert.True(access.Review(EmergencyVerdict.NotAppropriate, "Talk to her.", reviewer, "Q", Now).IsOk);
        Assert.True(access.Review(EmergencyVerdict.NotAppropriate, "Talk to her.", reviewer, "Q", Now).IsOk);
        Assert.Equal(ErrorKind.Refused, Assert.Single(access.Review(EmergencyVerdict.Appropriate, null, reviewer, "Q", Now).Errors).Kind);
        Assert.Equal(EmergencyVerdict.NotAppropriate, access.Verdict);
    }

    [Fact]
    public void Look_WhenFiveWereInVain_ShutsForAnHour()
    {
        var tries = EmergencyTries.Of(Opener, Now);
        for (var i = 0; i < EmergencyTries.Most; i++)
        {
            Assert.Null(tries.ShutUntil(Now));
            tries.Look(found: false, Now);
        }

        Assert.Equal(Now.AddHours(1), tries.ShutUntil(Now.AddMinutes(59)));
        Assert.Null(tries.ShutUntil(Now.AddHours(1)));
        tries.Look(found: false, Now.AddHours(1));
        Assert.Equal(1, tries.Wrong);
    }

    [Fact]
    public void Look_WhenSomebodyIsFound_LeavesTheVainOnesCounted()
    {
        var tries = EmergencyTries.Of(Opener, Now);
        for (var i = 0; i < 4; i++) tries.Look(found: false, Now);
        tries.Look(found: true, Now);
        tries.Look(found: false, Now);
        Assert.NotNull(tries.ShutUntil(Now));
    }

    private static EmergencyAccess Opened() =>
        EmergencyAccess.Open(Guid.NewGuid(), new ClientId(Guid.NewGuid()), new StaffId(Guid.NewGuid()), Opener, "Danger", "He is on the bridge.", 60, Now).Value;
}

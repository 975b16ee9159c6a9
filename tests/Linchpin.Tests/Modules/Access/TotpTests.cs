using System.Text;
using Linchpin.Modules.Access.Domain;

namespace Linchpin.Tests.Modules.Access;

public sealed class TotpTests
{
    private static readonly byte[] Key = "12345678901234567890"u8.ToArray();

    // RFC 6238, appendix B, SHA1 rows; the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_WhenTheStandardGivesATime_IsTheStandards(long seconds, string code) =>
        Assert.Equal(code, Totp.CodeOf(Key, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    // RFC 4648, section 10, without its padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Text_WhenTheStandardGivesBytes_IsTheStandards(string bytes, string text) => Assert.Equal(text, Totp.Text(Encoding.ASCII.GetBytes(bytes)));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Match_WhenTheClockIsOff_TakesOneStepToEitherSide(int steps, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Assert.Equal(taken, Totp.Match(Key, Totp.CodeOf(Key, Totp.StepAt(now) + steps), now, lastUsed: null) is not null);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void Match_WhenACodeWasTaken_TakesNeitherItNorAnOlderOne(int lastUsed, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Assert.Equal(taken, Totp.Match(Key, Totp.CodeOf(Key, Totp.StepAt(now)), now, Totp.StepAt(now) + lastUsed) is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("287 083")]
    [InlineData("94287082")]
    [InlineData("２８７０８２")]
    public void Match_WhenItIsAnotherCode_TakesNone(string code) => Assert.Null(Totp.Match(Key, code, DateTimeOffset.FromUnixTimeSeconds(59), null));

    [Fact]
    public void Match_WhenItWasTypedInGroups_TakesIt() => Assert.NotNull(Totp.Match(Key, " 287 082 ", DateTimeOffset.FromUnixTimeSeconds(59), null));
}

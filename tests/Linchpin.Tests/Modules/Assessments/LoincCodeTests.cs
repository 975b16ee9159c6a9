using Linchpin.Modules.Assessments.Domain;

namespace Linchpin.Tests.Modules.Assessments;

public sealed class LoincCodeTests
{
    [Theory]
    [InlineData("88122-7")]
    [InlineData("96778-6")]
    [InlineData("LA9-3")]
    [InlineData("LA33-6")]
    [InlineData("LA31995-6")]
    public void IsWellFormed_WhenTheCheckDigitFits_True(string code) => Assert.True(LoincCode.IsWellFormed(code));

    [Theory]
    [InlineData("88122-8")]
    [InlineData("88212-7")]
    [InlineData("LA31955-6")]
    [InlineData("LA-3")]
    [InlineData("88122")]
    [InlineData("-7")]
    [InlineData("88a22-7")]
    [InlineData("")]
    public void IsWellFormed_WhenMistyped_False(string code) => Assert.False(LoincCode.IsWellFormed(code));
}

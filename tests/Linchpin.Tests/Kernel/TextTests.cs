using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Kernel;

// Not "Kernel": inside Linchpin.Tests that name would hide the application's own.
namespace Linchpin.Tests.OfKernel;

public sealed class TextTests
{
    /// <summary>UTF-16 as an attacker sends it: halves of characters, noncharacters, marks, and now and then a letter.</summary>
    public static Arbitrary<string> AnyUnits() => Gen.OneOf(Gen.Choose(0, 0xFFFF), Gen.Choose(0xD800, 0xDFFF), Gen.Choose(0xFDD0, 0xFDEF), Gen.Choose(0xFFF0, 0xFFFF), Gen.Choose(0x300, 0x36F), Gen.Choose('a', 'z'))
        .Select(u => (char)u).ListOf().Select(units => new string([.. units])).ToArbitrary();

    [Property(Arbitrary = [typeof(TextTests)], MaxTest = 2000)]
    public void Clean_WhateverIsTyped_GivesTextThatIsNormalAndWhole(string typed)
    {
        foreach (var clean in new[] { Text.Clean(typed), Text.CleanLines(typed) })
        {
            if (clean is null) continue;
            Assert.True(clean.IsNormalized(NormalizationForm.FormC) || clean.Contains('\n', StringComparison.Ordinal));
            Assert.DoesNotContain(clean.EnumerateRunes(), r => (r.Value & 0xFFFE) == 0xFFFE);
            Assert.Equal(clean, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(clean)));
        }
    }

    [Property(Arbitrary = [typeof(TextTests)], MaxTest = 2000)]
    public void Cut_WhateverIsLong_CutsNoCharacterThrough(string typed, byte most)
    {
        var clean = Text.Clean(typed) ?? "";
        var cut = Text.Cut(clean, most + 1);
        Assert.True(cut.Length <= most + 1);
        Assert.StartsWith(cut, clean, StringComparison.Ordinal);
        Assert.Equal(cut, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
    }

    [Theory]
    [InlineData("Ana\uFFFE", "Ana")]
    [InlineData("Ana \uD83D\uDE00", "Ana \uD83D\uDE00")]
    [InlineData("\uFDD0\uFFFF", null)]
    public void Clean_WhenThereIsNoCharacter_LeavesItOut(string typed, string? clean) => Assert.Equal(clean, Text.Clean(typed));

    // Not as test data: a half of a character does not come through it.
    [Fact]
    public void Clean_WhenThereIsHalfACharacter_LeavesItOut() => Assert.Equal("Ana", Text.Clean((char)0xD83D + "Ana" + (char)0xDE00));

    [Theory]
    [InlineData("ab\uD83D\uDE00", 3, "ab")]
    [InlineData("ab\uD83D\uDE00", 4, "ab\uD83D\uDE00")]
    [InlineData("abc", 2, "ab")]
    public void Cut_WhenTheEndFallsIntoACharacter_LeavesItOut(string text, int most, string cut) => Assert.Equal(cut, Text.Cut(text, most));
}

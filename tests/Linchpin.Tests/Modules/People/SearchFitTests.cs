using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.FindClients;

namespace Linchpin.Tests.Modules.People;

/// <summary>A word, and the same with one slip of the keyboard.</summary>
public sealed record Slip(string Word, string Typed)
{
    public static Arbitrary<Slip> Arbitrary() =>
        (from word in Gen.Elements("aebno".ToCharArray()).ListOf().Where(l => l.Count is >= 4 and <= 12).Select(l => new string([.. l]))
         from at in Gen.Choose(0, word.Length - 1)
         from letter in Gen.Elements("aebnoz".ToCharArray())
         from kind in Gen.Choose(0, 3)
         let typed = kind switch
         {
             0 => word.Remove(at, 1),
             1 => word.Insert(at, letter.ToString()),
             2 => word.Remove(at, 1).Insert(at, letter.ToString()),
             _ => at + 1 < word.Length ? word[..at] + word[at + 1] + word[at] + word[(at + 2)..] : word + letter,
         }
         where typed != word && typed.Length >= Sought.ShortestSlip
         select new Slip(word, typed)).ToArbitrary();
}

[Properties(Arbitrary = [typeof(Slip)], MaxTest = 2000)]
public sealed class SearchFitTests
{
    [Property]
    public void Fit_WhenOneLetterIsWrong_Fits(Slip slip) => Assert.True(Fit.Of(slip.Typed, slip.Word) <= WordFit.OneSlip, slip.ToString());

    [Property]
    public void Fit_WhenOneLetterIsWrong_FitsTheOtherWayRoundToo(Slip slip) => Assert.True(Fit.Of(slip.Word, slip.Typed) <= WordFit.OneSlip, slip.ToString());

    [Property]
    public void Sought_WhenAWholeWordHasOneSlip_ProposesIt(Slip slip)
    {
        // What the index does not propose is never looked at: it must propose at least what is one slip away.
        var text = $"  ana  {slip.Word}  4105550177  ";
        Assert.True(Sought.For([slip.Typed], Closeness.OneSlip).In(text), $"{slip}: {Sought.For([slip.Typed], Closeness.OneSlip).Match}");
    }

    [Property]
    public void Sought_WhenItIsCloser_ProposesNoMore(Slip slip)
    {
        var text = $"  ana  {slip.Word}  {slip.Typed}x  ";
        var proposes = Enum.GetValues<Closeness>().Select(c => Sought.For([slip.Typed, "an"], c).In(text)).ToList();
        Assert.Equal(proposes.Order(), proposes);
    }

    [Property]
    public void Sought_WhateverIsTyped_AsksForThreeLettersAtLeast(string typed)
    {
        foreach (var closeness in Enum.GetValues<Closeness>())
        {
            foreach (var runs in Sought.For(TypedWords.Of(typed ?? ""), closeness).Words.SelectMany(w => w))
            {
                Assert.True(runs.First.Length >= 3 && runs.Then is null or { Length: >= 3 });
                Assert.All(runs.First + runs.Then, letter => Assert.True(letter == ' ' || char.IsLetterOrDigit(letter) || char.IsSurrogate(letter)));
            }
        }
    }

    [Theory]
    [InlineData("maria lopez", "maria lopez", nameof(WordFit.Whole))]
    [InlineData("mar lop", "maria lopez", nameof(WordFit.Begins))]
    [InlineData("aria", "maria lopez", nameof(WordFit.Within))]
    [InlineData("ar", "maria lopez", nameof(WordFit.Not))]
    [InlineData("mraia", "maria lopez", nameof(WordFit.OneSlip))]
    [InlineData("maira lop", "maria lopez", nameof(WordFit.OneSlip))]
    [InlineData("katehr", "katherine stone", nameof(WordFit.OneSlip))]
    [InlineData("mohamed", "mohammad ali", nameof(WordFit.Alike))]
    [InlineData("catherina", "katherine stone", nameof(WordFit.Alike))]
    [InlineData("peter", "maria lopez", nameof(WordFit.Not))]
    [InlineData("maria stone", "maria lopez", nameof(WordFit.Not))]
    [InlineData("", "maria lopez", nameof(WordFit.Not))]
    public void Fit_WhenWordsAreTyped_IsAsGoodAsTheWorstOfThem(string typed, string name, string fit) =>
        Assert.Equal(fit, Fit.Of([.. SearchKey.Words(typed)], [.. SearchKey.Words(name)]).Worst.ToString());

    [Fact]
    public void Rank_WhenSeveralFit_PutsTheBetterFirst()
    {
        string[] names = ["maria lopez", "mariana lopez", "lopez maria", "ana maria stone", "rosamaria diaz", "mraia cruz"];
        var order = names.Reverse().OrderBy(n => Fit.Of(["maria"], [.. SearchKey.Words(n)]).Rank).ToList();
        Assert.Equal("maria lopez", order[0]);
        Assert.Equal(["lopez maria", "ana maria stone"], order[1..3].OrderDescending());
        Assert.Equal(["mariana lopez", "rosamaria diaz", "mraia cruz"], order[3..]);
    }

    [Theory]
    [InlineData("(410) 555-0177", "4105550177")]
    [InlineData("+1 410 555 0177", "4105550177")]
    [InlineData("1984-07-09", "19840709")]
    [InlineData("7/9/1984 José", "19840709|jose")]
    [InlineData("7/9", "7|9")]
    [InlineData("07/09", "0709")]
    [InlineData("4821 0937", "48210937")]
    [InlineData("O'Brien-Núñez", "obrien|nunez")]
    [InlineData("José  (410)555-0177", "jose|4105550177")]
    [InlineData("%_\"' --", "")]
    public void Words_WhenTyped_AreReadAsTheyStandInTheIndex(string typed, string words) => Assert.Equal(words, string.Join('|', TypedWords.Of(typed)));
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Linchpin.Tests.Shell;

/// <summary>The colours are read from the stylesheet itself and measured as WCAG 2.2 says (relative luminance, 1.4.3 and 1.4.11).</summary>
public sealed class TokensTests
{
    private static readonly string Css = File.ReadAllText(Path.Combine(Source.Web, "wwwroot", "css", "tokens.css"));

    public static TheoryData<string, string, string, double> Pairs()
    {
        var pairs = new TheoryData<string, string, string, double>();
        foreach (var mode in new[] { "light", "dark" })
        {
            foreach (var ground in new[] { "paper", "surface", "sunken" })
            {
                foreach (var ink in new[] { "ink", "muted", "pine", "urgent" }) pairs.Add(mode, ink, ground, 4.5);
                foreach (var line in new[] { "line-strong", "focus" }) pairs.Add(mode, line, ground, 3);
            }

            foreach (var tone in new[] { "neutral", "good", "caution", "urgent", "info" })
            {
                pairs.Add(mode, tone, tone + "-soft", 4.5);
                pairs.Add(mode, "ink", tone + "-soft", 4.5);
                pairs.Add(mode, "muted", tone + "-soft", 4.5);
                pairs.Add(mode, "pine", tone + "-soft", 4.5);
            }

            pairs.Add(mode, "on-pine", "pine", 4.5);
            pairs.Add(mode, "on-pine", "pine-deep", 4.5);
            pairs.Add(mode, "ink", "pine-soft", 4.5);
            pairs.Add(mode, "pine", "pine-soft", 4.5);
            pairs.Add(mode, "clay", "surface", 3);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Contrast_OfEveryPairInUse_IsEnough(string mode, string ink, string ground, double least)
    {
        var colours = Block(mode == "light" ? 0 : 1);
        var ratio = Ratio(colours[ink], colours[ground]);
        Assert.True(ratio >= least, $"{ink} on {ground} in {mode}: {ratio:0.00}, needs {least}");
    }

    [Fact]
    public void DarkBlocks_OfPreferenceAndOfSwitch_SayTheSame()
    {
        Assert.Equal(Block(1), Block(2));
        Assert.Equal(Block(0).Keys.Order(), Block(1).Keys.Order());
    }

    private static Dictionary<string, string> Block(int index)
    {
        var block = Regex.Matches(Css, @":root[^{]*\{(?<block>[^}]*)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)[index].Groups["block"].Value;
        return Regex.Matches(block, @"--(?<name>[a-z-]+):\s*(?<hex>#[0-9a-f]{6})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["hex"].Value);
    }

    private static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }
}

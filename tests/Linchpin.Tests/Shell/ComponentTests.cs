using System.Text.RegularExpressions;
using Linchpin.Shell.Components;
using Linchpin.Shell.Components.Forms;
using Linchpin.Shell.Components.Icons;
using Microsoft.AspNetCore.Components;

namespace Linchpin.Tests.Shell;

public sealed class ComponentTests
{
    private static readonly RenderFragment<IReadOnlyDictionary<string, object>> Input = wiring => builder =>
    {
        builder.OpenElement(0, "input");
        builder.AddMultipleAttributes(1, wiring);
        builder.CloseElement();
    };

    [Fact]
    public async Task Field_WhenTheAnswerIsWrong_TiesHintAndErrorToTheInput()
    {
        var html = await Rendering.Of<Field>(("Label", "Phone"), ("Id", "phone"), ("Hint", "With area code"), ("Error", "Enter a number"), ("ChildContent", Input));
        Assert.Contains("<label class=\"field-label\" for=\"phone\">", html, StringComparison.Ordinal);
        Assert.Contains("<input id=\"phone\" aria-describedby=\"phone-hint phone-error\" aria-invalid=\"true\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"phone-hint\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"phone-error\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Field_WhenNothingIsWrong_DescribesNothing()
    {
        var html = await Rendering.Of<Field>(("Label", "Phone"), ("Id", "phone"), ("ChildContent", Input));
        Assert.Contains("<input id=\"phone\">", html.Replace(" />", ">", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Field_WithoutForOrId_SaysWhatItLacks() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Rendering.Of<Field>(("Label", "Phone"), ("ChildContent", Input)));

    [Theory]
    [InlineData("CallbackNumber", "f-callback-number")]
    [InlineData("Name", "f-name")]
    [InlineData("Line2", "f-line2")]
    public void FieldIds_OfAProperty_AreWords(string property, string id) => Assert.Equal(id, FieldIds.For(property));

    [Theory]
    [InlineData(Tone.Urgent, "role=\"alert\"")]
    [InlineData(Tone.Good, "role=\"status\"")]
    public async Task Notice_ByTone_InterruptsOrWaits(Tone tone, string role) =>
        Assert.Contains(role, await Rendering.Of<Notice>(("Tone", tone), ("Text", "x")), StringComparison.Ordinal);

    [Fact]
    public async Task Notice_WhenStill_IsNoNews() =>
        Assert.DoesNotContain("role=", await Rendering.Of<Notice>(("Tone", Tone.Urgent), ("Still", true), ("Text", "x")), StringComparison.Ordinal);

    [Fact]
    public async Task Tag_InEveryTone_HasAnIconOfItsOwn()
    {
        var icons = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tone in Enum.GetValues<Tone>()) icons.Add(PathIn(await Rendering.Of<Tag>(("Tone", tone), ("Text", "Signed"))));
        Assert.Equal(Enum.GetValues<Tone>().Length, icons.Count);
    }

    [Fact]
    public async Task Icon_OfEveryGlyph_IsDrawn()
    {
        foreach (var glyph in Enum.GetValues<Glyph>()) Assert.StartsWith("M", PathIn(await Rendering.Of<Tag>(("Glyph", glyph))), StringComparison.Ordinal);
    }

    private static string PathIn(string html) => Regex.Match(html, "<svg class=\"icon\" .* d=\"(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture).Groups["path"].Value;

    [Theory]
    [InlineData("Maya Okafor", "MO")]
    [InlineData("  maya   de la cruz ", "MC")]
    [InlineData("Cher", "C")]
    [InlineData("", "?")]
    [InlineData("👩🏽‍🦱 Ana", "👩🏽‍🦱A")]
    public void Initials_OfAName_AreWholeLetters(string name, string initials) => Assert.Equal(initials, Initials.Of(name));

    [Fact]
    public async Task Fact_WhenEmpty_SaysNotKnown()
    {
        using var _ = new Speaking("en");
        Assert.Contains("Not known", await Rendering.Of<Linchpin.Shell.Components.Fact>(("Term", "Phone"), ("Text", " ")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataTable_InAnyState_CanBeScrolledByKeyboard()
    {
        var html = await Rendering.Of<DataTable>(("Caption", "Sessions"));
        Assert.Contains("role=\"region\" tabindex=\"0\" aria-label=\"Sessions\"", html, StringComparison.Ordinal);
    }
}

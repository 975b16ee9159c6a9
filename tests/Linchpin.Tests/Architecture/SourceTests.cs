using System.Text.RegularExpressions;

namespace Linchpin.Tests.Architecture;

/// <summary>Rules that only the source shows.</summary>
public sealed partial class SourceTests
{
    private const int MostLines = 450;

    /// <summary>A document of its own for the printer: no browser of a person gets it, and no policy of a page covers it.</summary>
    private const string Paper = "/Shell/Components/PaperDocument.razor";

    [Fact]
    public void Files_WhenWrittenByHand_AreShortEnoughToRead()
    {
        var code = Sources.Files("*.cs", "*.razor", "*.js", "*.css").Where(f => !f.Contains("/Migrations/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(code);
        Assert.DoesNotContain(code.Select(f => (File: Sources.Short(f), Lines: File.ReadLines(f).Count())), f => f.Lines > MostLines);
    }

    [Fact]
    public void Scripts_WhenWritten_RecordNothing()
    {
        var scripts = Sources.Files("*.js").ToList();
        Assert.NotEmpty(scripts);
        Assert.Empty(scripts.Where(f => File.ReadAllText(f).Contains("MediaRecorder", StringComparison.Ordinal)).Select(Sources.Short));
    }

    [Fact]
    public void Pages_WhenWritten_HoldNothingInline()
    {
        List<string> found = [];
        foreach (var file in Sources.Files("*.razor").Where(f => !f.EndsWith(Paper, StringComparison.Ordinal)))
        {
            var markup = Sources.Markup(File.ReadAllText(file));
            found.AddRange(Inline().Matches(markup).Select(m => $"{Sources.Short(file)}: {m.Value.Trim()}"));
        }

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("""<p style="color: red">""", true)]
    [InlineData("""<button type="button" onclick="go()">""", true)]
    [InlineData("<script>go()</script>", true)]
    [InlineData("<style>p{}</style>", true)]
    [InlineData("""<script type="module" src="/x.js"></script>""", false)]
    [InlineData("""<EditForm OnValidSubmit="SubmitAsync">""", false)]
    [InlineData("""<text font-style="italic" fill="red">""", false)]
    public void InlineRule_WhenGivenMarkup_KnowsItsKind(string markup, bool inline) => Assert.Equal(inline, Inline().IsMatch(markup));

    [Fact]
    public void Markup_WhenRendered_IsEncodedByRazor()
    {
        // Stored markup stays inert because nothing here turns a string into markup.
        var found = Sources.Files("*.razor", "*.cs").Where(f => RawMarkup().IsMatch(File.ReadAllText(f)) && !f.EndsWith(Paper, StringComparison.Ordinal)).Select(Sources.Short);
        Assert.Empty(found);
        // On paper only our own constants are markup.
        var paper = File.ReadAllText(Sources.Files("*.razor").Single(f => f.EndsWith(Paper, StringComparison.Ordinal)));
        Assert.DoesNotMatch("""MarkupString\)(?!"<!DOCTYPE html>"|Style\))""", paper);
    }

    [Fact]
    public void Endpoints_WhenTheyRequireAuthorization_NameADoor()
    {
        List<string> found = [];
        foreach (var file in Sources.Files("*.cs"))
            found.AddRange(Doorless().Matches(File.ReadAllText(file)).Select(m => $"{Sources.Short(file)}: {m.Value}"));
        Assert.Empty(found);
    }

    [GeneratedRegex("""<script\b(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=""")]
    private static partial Regex Inline();

    [GeneratedRegex(@"\bMarkupString\b|\bAddMarkupContent\b|\bHtml\.Raw\b|\binnerHTML\b|\bnew HtmlString\b")]
    private static partial Regex RawMarkup();

    [GeneratedRegex(@"RequireAuthorization\((?!Doors\.)[^\r\n]*")]
    private static partial Regex Doorless();
}

using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Linchpin.Tests.Architecture;

/// <summary>Every English text that people read has its Spanish one. Reads the sources, because a key that is never rendered in a test is a gap too.</summary>
public sealed partial class WordsTests
{
    [Fact]
    public void Texts_WhenShownByALocalizer_HaveTheirSpanish()
    {
        List<string> gaps = [];
        var read = 0;
        foreach (var file in Sources.Files("*.razor", "*.cs"))
        {
            var source = Comments().Replace(File.ReadAllText(file), "");
            foreach (Match localizer in Localizer().Matches(source))
            {
                var (words, variable) = (localizer.Groups[1].Value, localizer.Groups[2].Value);
                var spanish = Spanish(words);
                foreach (Match use in Use().Matches(source).Where(u => u.Groups[1].Value == variable))
                {
                    read++;
                    foreach (Capture key in use.Groups[2].Captures) Gap(gaps, file, words, spanish, key.Value);
                }
            }
        }

        Assert.True(read > 100, "The scan has lost its way.");
        AssertNone(gaps);
    }

    [Fact]
    public void Refusals_WhenAHandlerAnswers_HaveTheirSpanish()
    {
        List<string> gaps = [];
        foreach (var file in Sources.Files("*.cs"))
        {
            if (WordsOf(file) is not var (words, spanish)) continue;
            var source = Comments().Replace(File.ReadAllText(file), "");
            foreach (Match use in Refusal().Matches(source).Concat(Annotation().Matches(source))) Gap(gaps, file, words, spanish, use.Groups[1].Value);
        }

        AssertNone(gaps);
    }

    [Fact]
    public void Spanish_WhenItHasPlaces_HasThoseOfTheEnglish()
    {
        List<string> wrong = [];
        foreach (var file in Sources.Files("*.es.resx"))
        {
            // MSBuild takes the first of two and says so only in a warning; keys differ in more than their capitals.
            foreach (var twice in XDocument.Load(file).Root!.Elements("data").GroupBy(d => d.Attribute("name")!.Value, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
                wrong.Add($"{Sources.Short(file)}: '{twice.Key}' stands there twice");
            foreach (var (key, value) in Read(file))
            {
                if (string.IsNullOrWhiteSpace(value)) wrong.Add($"{Sources.Short(file)}: '{key}' is empty");
                if (!Places(key).SequenceEqual(Places(value))) wrong.Add($"{Sources.Short(file)}: '{key}' and its Spanish have different places");
            }
        }

        AssertNone(wrong);
    }

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static void Gap(List<string> gaps, string file, string words, Dictionary<string, string>? spanish, string literal)
    {
        var key = Regex.Unescape(literal);
        if (spanish is null) gaps.Add($"{words}.es.resx is missing ({Sources.Short(file)})");
        else if (!spanish.ContainsKey(key)) gaps.Add($"{words}: \"{key}\" ({Sources.Short(file)})");
    }

    private static void AssertNone(List<string> gaps)
    {
        var found = gaps.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{found.Count} without Spanish:\n" + string.Join('\n', found));
    }

    // Handlers don't hold a localizer: their page shows the message with its module's words, or with those of the part it stands in.
    private static (string Name, Dictionary<string, string>? Spanish)? WordsOf(string file)
    {
        var parts = Path.GetRelativePath(Sources.Application, file).Split(Path.DirectorySeparatorChar);
        return parts switch
        {
            ["Modules", var module, _, ..] => (module, AllOf(Path.Combine("Modules", module))),
            ["Kernel", ..] => ("KernelWords", Spanish("KernelWords")),
            ["Shell", "Design", ..] => ("DesignWords", Spanish("DesignWords")),
            ["Shell", ..] => ("ShellWords", Spanish("ShellWords")),
            _ => null,
        };
    }

    private static Dictionary<string, string>? AllOf(string folder)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        var files = Sources.Files("*.es.resx").Where(f => f.StartsWith(Path.Combine(Sources.Application, folder) + "/", StringComparison.Ordinal)).ToList();
        foreach (var (key, value) in files.SelectMany(Read)) all.TryAdd(key, value);
        return files.Count == 0 ? null : all;
    }

    private static readonly Dictionary<string, Dictionary<string, string>?> Known = new(StringComparer.Ordinal);

    private static Dictionary<string, string>? Spanish(string words)
    {
        lock (Known)
        {
            if (Known.TryGetValue(words, out var known)) return known;
            var file = Sources.Files(words + ".es.resx").SingleOrDefault();
            return Known[words] = file is null ? null : Read(file);
        }
    }

    private static Dictionary<string, string> Read(string resx) => XDocument.Load(resx).Root!.Elements("data")
        .DistinctBy(d => d.Attribute("name")!.Value).ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value, StringComparer.Ordinal);

    [GeneratedRegex(@"IStringLocalizer<(\w+)>\s+(\w+)")]
    private static partial Regex Localizer();

    // T["A"], T["A {0}", x] and T[is ? "A" : "B"].
    [GeneratedRegex(
        """
        \b(\w+)\[\s*(?:[^"\]\[,]*\?\s*)?"((?:[^"\\]|\\.)*)"(?!\s*\+)(?:\s*:\s*"((?<2>(?:[^"\\]|\\.)*))")?
        """)]
    private static partial Regex Use();

    [GeneratedRegex(
        """
        (?:Error\.(?:Refused|Conflict|Unavailable)\(|Error\.Invalid\(\s*(?:"[^"]*"|nameof\([^)]*\)|[^"(),]+)\s*,|new(?: Error)?\(\s*ErrorKind\.\w+\s*,)\s*"((?:[^"\\]|\\.)*)"
        """)]
    private static partial Regex Refusal();

    [GeneratedRegex(
        """
        ErrorMessage\s*=\s*"((?:[^"\\]|\\.)*)"
        """)]
    private static partial Regex Annotation();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"@\*.*?\*@|^\s*//.*?$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Comments();
}

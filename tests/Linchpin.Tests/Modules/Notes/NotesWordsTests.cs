using System.Text.RegularExpressions;
using System.Xml.Linq;
using Linchpin.Tests.Shell;

namespace Linchpin.Tests.Modules.Notes;

public sealed class NotesWordsTests
{
    [Fact]
    public void EveryWordAndRefusal_OfNotes_IsInSpanish()
    {
        var folder = Path.Combine(Source.Web, "Modules", "Notes");
        var spanish = XDocument.Load(Path.Combine(folder, "NotesWords.es.resx")).Descendants("data").Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        var used = Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".razor" or ".cs").SelectMany(f => Regex.Matches(
                File.ReadAllText(f), """(\b(T|words)\[|Error\.Refused\(|Error\.Invalid\([^",]+, |Error\.Invalid\("[A-Za-z]+", )"(?<words>[^"]*)"(?!, ")""", RegexOptions.ExplicitCapture))
            .Select(m => m.Groups["words"].Value).Where(w => w != "{0}").ToHashSet(StringComparer.Ordinal);
        Assert.Contains("This note is signed and locked. Add what is missing as an addendum.", used);
        Assert.Contains("Fill in this part before you sign.", used);
        Assert.Empty(used.Except(spanish));
        // The compiler of resource files keeps one of two keys that differ in capitals only, and says nothing.
        Assert.Empty(spanish.GroupBy(k => k, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.Key));
    }
}

using System.Text.RegularExpressions;
using System.Xml.Linq;
using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.StaffCredentials;
using Linchpin.Modules.People.StaffRegister;
using Linchpin.Tests.Shell;

namespace Linchpin.Tests.Modules.People;

public sealed class StaffWordsTests
{
    [Theory]
    [InlineData("People/StaffWords.es.resx", "People/StaffRegister", "People/StaffLicences", "People/StaffCredentials", "People/LicenceRules")]
    [InlineData("Team/TeamWords.es.resx", "Team/CareTeam", "Team/Supervision")]
    public void EveryWord_OfThePages_IsInSpanish(string resx, params string[] folders)
    {
        var used = folders.SelectMany(Files).SelectMany(file => Matches(file, """(\bT\[|Conflict\(|Refused\(|Invalid\("[A-Za-z]+", )"(?<words>([^"\\]|\\.)*)("|$)""")).ToHashSet(StringComparer.Ordinal);
        Assert.True(used.Count > 30);
        Assert.Empty(used.Except(Spanish(resx)));
    }

    [Fact]
    public void EveryCodeAndEveryRefusal_OfTheRegister_IsInSpanish()
    {
        var used = Enum.GetValues<StaffPosition>().Select(p => p.Key())
            .Concat(Enum.GetValues<LicenceStatus>().Select(s => s.Key()))
            .Concat(StaffLanguages.Tags.Select(StaffLanguages.NameKey))
            .Concat(CredentialNames.Keys)
            .Concat(LicensedActs.All.Select(StaffNames.ActKey))
            .Concat(new[] { "StaffMember.cs", "Licence.cs", "Credential.cs", "ActRule.cs" }.SelectMany(f => Matches(Path.Combine(Modules, "People", "Domain", f), """Invalid\((field|"[A-Za-z]+"), "(?<words>([^"\\]|\\.)*)("|$)""")))
            .Append(Error.Stale.Message).Append(Error.NotFound.Message);
        Assert.Empty(used.Except(Spanish("People/StaffWords.es.resx")));
    }

    private static string Modules => Path.Combine(Source.Web, "Modules");

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Path.Combine(Modules, folder)).Where(f => Path.GetExtension(f) is ".razor" or ".cs");

    private static IEnumerable<string> Matches(string file, string pattern) =>
        Regex.Matches(File.ReadAllText(file), pattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture).Select(m => m.Groups["words"].Value);

    private static HashSet<string> Spanish(string resx) => XDocument.Load(Path.Combine(Modules, resx)).Descendants("data")
        .Where(d => !string.IsNullOrWhiteSpace(d.Element("value")?.Value)).Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
}

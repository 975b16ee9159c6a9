using System.Text.RegularExpressions;
using System.Xml.Linq;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Tests.Shell;
using Microsoft.Extensions.Configuration;

namespace Linchpin.Tests.Modules.Schedule;

public sealed partial class ScheduleWordsTests
{
    [Fact]
    public void EveryWord_OfTheModule_IsInSpanish()
    {
        var folder = Path.Combine(Source.Web, "Modules", "Schedule");
        var used = Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".razor" or ".cs")
            .SelectMany(f => Words().Matches(File.ReadAllText(f))).Select(m => m.Groups["words"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("The client has another session then.", used);
        Assert.Contains("Your appointment", used);
        Assert.Empty(used.Except(XDocument.Load(Path.Combine(folder, "ScheduleWords.es.resx")).Descendants("data").Select(d => d.Attribute("name")!.Value)));
    }

    [Theory]
    [InlineData("care.example.org")]
    [InlineData("ftp://care.example.org")]
    [InlineData("https://care.example.org/linchpin")]
    [InlineData("https://user:password@care.example.org")]
    [InlineData("http://care.example.org")]
    public void PublicUrl_ThatIsNoAddressOfASite_StopsTheStartWithASentence(string value)
    {
        var refused = Assert.Throws<SettingException>(() => PublicUrl.Read(Settings(("PublicUrl", value))));
        Assert.StartsWith($"PublicUrl is '{value}'; it must ", refused.Message);
    }

    [Fact]
    public void PublicUrl_WithoutASetting_FollowsThePort()
    {
        Assert.Equal("http://localhost:5080/join/x", PublicUrl.Read(Settings()).Of("/join/x"));
        Assert.Equal("http://localhost:5081/join/x", PublicUrl.Read(Settings(("Port", "5081"))).Of("/join/x"));
        Assert.Equal("https://care.example.org/join/x", PublicUrl.Read(Settings(("PublicUrl", "https://care.example.org/"))).Of("/join/x"));
    }

    private static IConfiguration Settings(params (string Name, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Name, v => (string?)v.Value, StringComparer.Ordinal)).Build();

    [GeneratedRegex("""(\b(T|words)\["|ErrorMessage = "|Error\.(Refused|Conflict)\(\s*"|Error\.Invalid\("\w+", "|TheReader \? "|then\." : ")(?<words>([^"\\]|\\.)*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}

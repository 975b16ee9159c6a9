using System.Text.RegularExpressions;
using System.Xml.Linq;
using Linchpin.Shell;
using Linchpin.Shell.Components.Clock;
using Linchpin.Shell.Layout;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Linchpin.Tests.Shell;

public sealed class WordsTests
{
    private static readonly string Shell = Path.Combine(Source.Web, "Shell");
    private static readonly string Design = Path.Combine(Shell, "Design");

    [Fact]
    public void EveryWord_OfTheShell_IsInSpanish()
    {
        var used = Used(Shell, except: Design);
        Assert.Contains("Sign out", used);
        Assert.Empty(used.Except(Spanish(Path.Combine(Shell, "ShellWords.es.resx"))));
    }

    [Fact]
    public void EveryWord_OfTheDesignPage_IsInSpanish() =>
        Assert.Empty(Used(Design).Except(Spanish(Path.Combine(Design, "DesignWords.es.resx"))));

    [Fact]
    public void EveryZoneName_OfTheUnitedStates_IsInSpanish() =>
        Assert.Empty(DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]).Select(ZoneClock.NameKey).Where(name => name.EndsWith(" time", StringComparison.Ordinal)).Distinct()
            .Except(Spanish(Path.Combine(Shell, "ShellWords.es.resx"))));

    [Fact]
    public void EveryNavItem_IsInSpanish() =>
        Assert.Empty(PrimaryNav.For(PrimaryNavTests.Person("lsw")).Select(item => item.Text).Except(Spanish(Path.Combine(Shell, "ShellWords.es.resx"))));

    [Fact]
    public void Words_WhenSpanishIsSpoken_AreFoundUnderTheirMarker()
    {
        using var _ = new Speaking("es");
        using var services = new ServiceCollection().AddLocalization().AddLogging().BuildServiceProvider();
        Assert.Equal("Cerrar sesión", services.GetRequiredService<IStringLocalizer<ShellWords>>()["Sign out"]);
    }

    [Theory]
    [InlineData("en", "Find a client", "3 to 5 points")]
    [InlineData("en-US", "Find a client", "3 to 5 points")]
    [InlineData("es", "Buscar un cliente", "3 to 5 points")]
    public void Words_InEnglish_AreTheirKeys_AndInSpanishTheFiles(string language, string plain, string unknown)
    {
        using var _ = new Speaking(language);
        using var services = new ServiceCollection().AddLocalization().AddLogging().AddSingleton<ResourceManagerStringLocalizerFactory>().BuildServiceProvider();
        var words = new StringLocalizer<ShellWords>(new EnglishFirst(services.GetRequiredService<ResourceManagerStringLocalizerFactory>()));
        Assert.Equal((plain, unknown), (words["Find a client"].Value, words["{0} to {1} points", 3, 5].Value));
    }

    private static HashSet<string> Used(string folder, string? except = null) =>
        Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".razor" or ".cs" && (except is null || !file.StartsWith(except, StringComparison.Ordinal)))
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), """(\bT\[|ErrorMessage = )"(?<words>([^"\\]|\\.)*)("|$)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture))
            .Select(match => match.Groups["words"].Value).ToHashSet(StringComparer.Ordinal);

    private static HashSet<string> Spanish(string resx) =>
        XDocument.Load(resx).Descendants("data").Where(data => !string.IsNullOrWhiteSpace(data.Element("value")?.Value))
            .Select(data => data.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
}

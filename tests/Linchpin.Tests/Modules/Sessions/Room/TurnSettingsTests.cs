using System.Text.RegularExpressions;
using System.Xml.Linq;
using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Room.Network;
using Linchpin.Modules.Sessions.Room.Screen;
using Linchpin.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace Linchpin.Tests.Modules.Sessions.Room;

public sealed class TurnSettingsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Credential_WhenMadeForAKnownName_IsWhatTheSchemeSays()
    {
        // Made with: printf '1772467200:alex' | openssl dgst -sha1 -hmac north -binary | base64
        Assert.Equal("Y4q9PlLEYvlgBY2KLw/ie7e+SYE=", TurnSettings.Credential("1772467200:alex", "north"));
    }

    [Fact]
    public void For_WhenThereIsARelay_GivesATimeLimitedNamelessCredential()
    {
        var session = TypedId.New<SessionId>(Noon);
        var settings = Read(("Turn:Urls", "turn:a.example.org:3478, turns:a.example.org:5349"), ("Turn:Secret", "north"), ("Stun:Urls", "stun:a.example.org"));

        var servers = settings.For(session, "client", Noon);

        Assert.Equal(["stun:a.example.org"], servers[0].Urls);
        Assert.Equal(["turn:a.example.org:3478", "turns:a.example.org:5349"], servers[1].Urls);
        Assert.StartsWith($"{Noon.AddHours(4).ToUnixTimeSeconds()}:", servers[1].Username, StringComparison.Ordinal);
        Assert.DoesNotContain(session.ToString(), servers[1].Username, StringComparison.Ordinal);
        Assert.Equal(TurnSettings.Credential(servers[1].Username!, "north"), servers[1].Credential);
        Assert.NotEqual(servers[1].Username, settings.For(session, "worker", Noon)[1].Username);
    }

    [Fact]
    public void For_WhenNothingIsSet_GivesNoServers() => Assert.Empty(Read().For(TypedId.New<SessionId>(Noon), "client", Noon));

    [Fact]
    public void Read_WhenASettingIsWrong_NamesIt()
    {
        Assert.Contains("Turn__Secret", Assert.Throws<SettingException>(() => Read(("Turn:Urls", "turn:a.example.org"))).Message, StringComparison.Ordinal);
        Assert.Contains("Turn__Urls", Assert.Throws<SettingException>(() => Read(("Turn:Urls", "https://a.example.org"), ("Turn:Secret", "x"))).Message, StringComparison.Ordinal);
    }

    private static TurnSettings Read(params (string Key, string Value)[] values) =>
        TurnSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());
}

public sealed partial class RoomScriptTests
{
    [Fact]
    public void Scripts_WhenRead_HoldNoRecorder()
    {
        var scripts = Directory.EnumerateFiles(SourceFolder(), "*.js", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}lib{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        Assert.Contains(scripts, f => f.EndsWith("RoomCall.razor.js", StringComparison.Ordinal));
        foreach (var script in scripts)
        {
            var text = File.ReadAllText(script);
            foreach (var word in new[] { "MediaRecorder", "captureStream", "RTCRtpScriptTransform", "createEncodedStreams", "MediaStreamTrackProcessor", "innerHTML +=" })
                Assert.False(text.Contains(word, StringComparison.Ordinal), $"{Path.GetFileName(script)} holds {word}");
        }
    }

    [Theory]
    [InlineData("RoomCall")]
    [InlineData("RoomChat")]
    [InlineData("RoomLobby")]
    [InlineData("DeviceCheck")]
    public void Words_WhenAScriptSaysThem_TravelWithThePageAndExistInSpanish(string element)
    {
        var room = Path.Combine(SourceFolder(), "Modules", "Sessions", "Room");
        var travelling = element switch
        {
            "RoomCall" => RoomStrings.OfCall,
            "RoomChat" => RoomStrings.OfChat,
            "RoomLobby" => RoomStrings.OfLobby,
            _ => RoomStrings.OfCheck,
        };
        var spanish = XDocument.Load(Path.Combine(room, "RoomWords.es.resx")).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet(StringComparer.Ordinal);
        var script = CommentLine().Replace(File.ReadAllText(Path.Combine(room, "Screen", element + ".razor.js")), "");
        var said = Sentence().Matches(script).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(said);
        Assert.Empty(said.Except(travelling, StringComparer.Ordinal));
        Assert.Empty(travelling.Except(spanish, StringComparer.Ordinal));
        var page = Key().Matches(File.ReadAllText(Path.Combine(room, "Screen", element + ".razor"))).Select(m => m.Groups[1].Value);
        Assert.Empty(page.Except(spanish, StringComparer.Ordinal));
    }

    [GeneratedRegex("""T\["([^"]+)""", RegexOptions.None, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("""^\s*//.*$""", RegexOptions.Multiline, 1000)]
    private static partial Regex CommentLine();

    // Sentences begin with a capital or a place for a name, and hold a space.
    [GeneratedRegex("""["]((?:[A-Z]|\{0\})[^"\\]* [^"\\]*)["]""", RegexOptions.None, 1000)]
    private static partial Regex Sentence();

    private static string SourceFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Linchpin.slnx"))) return Path.Combine(folder.FullName, "src", "Linchpin");
        throw new InvalidOperationException("The tests don't run inside the repository.");
    }
}

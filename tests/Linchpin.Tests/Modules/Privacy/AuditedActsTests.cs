using System.Text.RegularExpressions;
using Linchpin.Modules.Assessments.DecideNeed;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Privacy.Domain;
using Linchpin.Tests.Architecture;

namespace Linchpin.Tests.Modules.Privacy;

/// <summary>Whatever is written down has plain words.</summary>
public sealed partial class AuditedActsTests
{
    /// <summary>Made of parts where it is written.</summary>
    private static readonly string[] Composed =
    [
        .. Enum.GetNames<NeedDecision>().Select(d => "need." + d.ToLowerInvariant()),
        .. new[] { NoteOperations.Read, NoteOperations.Write, NoteOperations.Sign, NoteOperations.Add, NoteOperations.Cosign, NoteOperations.AskAgain }.Select(o => "note." + o.Name.ToLowerInvariant()),
    ];

    /// <summary>Looks like an act and is none: files, rounds, and a FHIR element. Names of consumers and duties are told by the line they stand in.</summary>
    private static readonly string[] NoActs = ["room.forget-chat", "access.close-over-sign-ins", "access.forget-old-tries", "appointment.ics", "instrument-permission.permission", "anchors.log", "favicon.svg"];

    [Fact]
    public void Acts_WhenWrittenAnywhereInTheSource_HavePlainWords()
    {
        SortedSet<string> written = new(Composed, StringComparer.Ordinal);
        foreach (var file in Sources.Files("*.cs", "*.razor").Where(f => f.Contains("/Modules/", StringComparison.Ordinal) || f.Contains("/Shell/", StringComparison.Ordinal) || f.Contains("/Demo/", StringComparison.Ordinal)))
        {
            if (file.EndsWith("/Privacy/Domain/AuditedActs.cs", StringComparison.Ordinal)) continue;
            // Comments quote acts as examples.
            foreach (var line in File.ReadLines(file).Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal) && !NamesWork().IsMatch(l)))
                written.UnionWith(Act().Matches(line).Select(m => m.Groups["act"].Value));
        }

        Assert.True(written.Count > 80, "The scan has lost its way.");
        Assert.DoesNotContain(written.Except(NoActs, StringComparer.Ordinal), a => AuditedActs.Find(a) is null);
    }

    [Fact]
    public void Acts_WhenGrouped_StandInOneGroupEachAndEveryGroupHasSome()
    {
        Assert.Equal(AuditedActs.All.Count, AuditedActs.All.DistinctBy(a => a.Name).Count());
        foreach (var group in Enum.GetValues<ActGroup>()) Assert.NotEmpty(AuditedActs.Of(group));
    }

    [Fact]
    public void Acts_WhenShownInSpanish_HaveTheirWords()
    {
        // Keys that a page looks up by a variable, which the scan of all words can't see.
        var spanish = Sources.Files("PrivacyWords.es.resx").Select(File.ReadAllText).Single();
        IEnumerable<string> keys =
        [
            .. AuditedActs.All.Select(a => a.Words), .. AuditedActs.All.Select(a => a.ToClient).OfType<string>(), .. Enum.GetValues<ActGroup>().Select(AuditedActs.NameOf),
            .. Linchpin.Modules.Access.Contracts.ProgrammeRoles.All.Select(RoleNames.Of), "tried to open something of yours and was not let in",
            "tried to sign in to your account, and it did not work", "tried something that did not work", "did something else with your record", "Who opened your record", "Who opened this record",
        ];
        Assert.DoesNotContain(keys.Distinct(StringComparer.Ordinal), k => !spanish.Contains($"name=\"{k.Replace("'", "&#x27;", StringComparison.Ordinal)}\"", StringComparison.Ordinal));
    }

    [GeneratedRegex("AddConsumer<|DutyKind Kind = ")]
    private static partial Regex NamesWork();

    [GeneratedRegex("\"(?<act>[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*)\"")]
    private static partial Regex Act();
}

using Linchpin.Modules.Assessments.Domain;
using static Linchpin.Tests.Modules.Assessments.Instruments;

namespace Linchpin.Tests.Modules.Assessments;

/// <summary>The shipped files against the tables of codes and positive answers, where those stand beside the checkout.</summary>
public sealed class VocabularyTests
{
    [Fact]
    public void Ahc_AgainstTheTable_EveryCodeTextPointAndPositiveFlag()
    {
        var rows = Rows("vocab/ahc_hrsn_96777-8.tsv").Where(r => r["part"] == "core" && r["n"] != "7-10 sum").ToList();

        Assert.Equal(42, rows.Count);
        Assert.Equal(
            rows.Select(r => (r["loinc"], r["text"], r["answer_code"], r["answer"], r["score"])),
            Ahc.Items.SelectMany(i => i.Options.Select(o => (i.Code.Code, i.Text.En, o.Code.Code, o.Text.En, o.Ordinal?.ToString() ?? ""))));
        Assert.Equal(
            rows.Where(r => r["positive"] == "Y").Select(r => (r["loinc"], r["answer_code"])).Order(),
            Positive(Ahc));
    }

    [Fact]
    public void Hunger_AgainstTheTable_EveryCodeAndRiskFlag()
    {
        var rows = Rows("vocab/hunger_vital_sign_88121-9.tsv");

        Assert.Equal(
            rows.Where(r => r["loinc"] != "88124-3").Select(r => (r["loinc"], r["answer_code"], r["answer"])),
            Hunger.Items.SelectMany(i => i.Options.Select(o => (i.Code.Code, o.Code.Code, o.Text.En))));
        Assert.Equal(rows.Where(r => r["loinc"] != "88124-3" && r["at_risk"] == "Y").Select(r => (r["loinc"], r["answer_code"])).Order(), Positive(Hunger));
        var finding = Hunger.Rules.Single().Finding!;
        Assert.Equal(
            rows.Where(r => r["loinc"] == "88124-3").OrderByDescending(r => r["at_risk"]).Select(r => r["answer_code"]),
            [finding.PositiveCode, finding.NegativeCode]);
    }

    [Fact]
    public void Categories_AgainstTheGuide_AllTwentyFour() => Assert.Equal(
        Rows("gravity/sdohcc_temporary_codes.tsv").Where(r => r["is_sdoh_category"] == "Y").Select(r => (r["code"], r["display"])).Order(),
        SdohCategory.All.Values.Select(c => (c.Code, c.Display)).Order());

    [Fact]
    public void LoincCode_AgainstTheTables_AllWellFormed() => Assert.All(
        Rows("vocab/ahc_hrsn_96777-8.tsv").SelectMany(r => new[] { r["loinc"], r["answer_code"] }).Where(c => c.Contains('-') && !c.StartsWith('(')),
        c => Assert.True(LoincCode.IsWellFormed(c), c));

    private static IEnumerable<(string, string)> Positive(Questionnaire questionnaire) => questionnaire.Rules.OfType<AnyPositive>()
        .SelectMany(r => r.Positive)
        .SelectMany(p => p.Codes.Select(c => (questionnaire.Find(p.LinkId)!.Code.Code, c)))
        .Order();

    private static List<Dictionary<string, string>> Rows(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "shared", "data")))
            folder = folder.Parent;
        if (folder is null)
            Assert.Skip("No folder shared/data stands beside this checkout.");
        var lines = System.IO.File.ReadAllLines(Path.Combine(folder.FullName, "shared", "data", file));
        var heads = lines[0].Split('\t');
        return
        [
            .. lines.Skip(1).Where(l => l.Length > 0).Select(l => l.Split('\t'))
                .Select(cells => heads.Select((head, i) => (head, cells.ElementAtOrDefault(i) ?? "")).ToDictionary()),
        ];
    }
}

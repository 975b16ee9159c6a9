using System.Globalization;
using System.Text.Json.Nodes;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using static Linchpin.Tests.Modules.Assessments.Instruments;

namespace Linchpin.Tests.Modules.Assessments;

public sealed class QuestionnaireReaderTests
{
    private const string Rule = "https://linchpin.example.org/fhir/StructureDefinition/screening-rule";

    [Fact]
    public void Read_ShippedFiles_BothCurrentWithNoticePermissionAndIntroduction()
    {
        Assert.Equal(["ahc-hrsn-core", "hunger-vital-sign"], Catalogue.Current.Select(q => q.Head.Id));
        Assert.All(Catalogue.Current, q =>
        {
            Assert.Contains("LOINC", q.Head.Notice, StringComparison.Ordinal);
            Assert.NotEmpty(q.Head.Permission);
            Assert.NotEmpty(q.Head.Citations);
            Assert.NotEmpty(q.Head.Unverified);
            Assert.NotNull(q.Head.Introduction!.Es);
            Assert.Same(q, Catalogue.Find(q.Url, q.Version));
        });
        Assert.Contains("Children's HealthWatch", Hunger.Head.Notice, StringComparison.Ordinal);
        Assert.Contains("Centers for Medicare & Medicaid Services", Ahc.Head.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Ahc_TenNumberedItemsInFiveSections()
    {
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"], Ahc.Items.Select(i => i.Prefix));
        Assert.Equal(["living-situation", "food", "transportation", "utilities", "safety"], Ahc.Sections.Select(s => s.LinkId));
        var problems = Ahc.Find("/96778-6")!;
        Assert.True(problems.Several);
        Assert.Equal("LA9-3", Assert.Single(problems.Options, o => o.Exclusive).Code.Code);
        Assert.Equal([1, 2, 3, 4, 5], Ahc.Find("/95618-5")!.Options.Select(o => o.Ordinal!.Value));
        Assert.Equal("/95614-4", Assert.Single(Ahc.Derived).LinkId);
    }

    // No wording of ours stands in for the instrument's: without an official translation the reader gets the English, marked as English.
    [Fact]
    public void Text_WhenNoOfficialSpanish_StaysEnglishAndSaysSo()
    {
        var spanish = CultureInfo.GetCultureInfo("es-US");

        Assert.All(Ahc.Items.Concat(Hunger.Items), i => Assert.Equal((i.Text.En, "en"), (i.Text.In(spanish), i.Text.LanguageIn(spanish))));
        Assert.Equal("es", Ahc.Head.Introduction!.LanguageIn(spanish));
        Assert.Equal("Transporte", Ahc.Rules.Single(r => r.Domain == "transportation-insecurity").Title.In(spanish));
    }

    [Fact]
    public void Read_WhenATranslationIsAdded_SpanishReadersGetIt()
    {
        var file = File();
        file["item"]![0]!["_text"] = JsonNode.Parse(
            """
            {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/translation",
              "extension":[{"url":"lang","valueCode":"es"},{"url":"content","valueString":"Texto oficial"}]}]}
            """);

        var item = QuestionnaireReader.Read(file.ToJsonString()).Questionnaire!.Items[0];

        Assert.Equal("Texto oficial", item.Text.In(CultureInfo.GetCultureInfo("es")));
        Assert.Equal(Hunger.Items[0].Text.En, item.Text.In(CultureInfo.GetCultureInfo("en-US")));
    }

    public static TheoryData<string, string> Faulty => new()
    {
        { "copyright", "copyright" },
        { "version", "version is missing" },
        { "url", "url: an absolute address" },
        { "status", "status" },
        { "permission", "instrument-permission is missing" },
        { "item-code", "item /88122-7: code: a LOINC code is missing" },
        { "check-digit", "88122-8 is not a LOINC code" },
        { "answer-check-digit", "LA28397-1 is not a LOINC code" },
        { "answer-display", "system, code and display are all needed" },
        { "linkid-twice", "item /88122-7: the linkId is there twice" },
        { "rule-linkid", "rule food-insecurity: there is no question with the linkId /99999-9" },
        { "rule-code", "rule food-insecurity: LA33-6 is not an answer to item /88122-7" },
        { "rule-version", "rule food-insecurity: version is missing" },
        { "rule-source", "rule food-insecurity: source is missing" },
        { "rule-category", "hunger is not a category" },
        { "rule-kind", "kind must be any-positive or sum-at-least" },
        { "rule-all-positive", "every answer to item /88122-7 is positive" },
        { "result-item", "the result item /88124-9 is not" },
        { "not-fhir", "Not a FHIR R4 Questionnaire" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Read_WhenTheFileIsWrong_RefusedWithThePlace(string what, string expected)
    {
        var file = File();
        var item = file["item"]![0]!;
        var rule = file["extension"]!.AsArray().Single(e => (string?)e!["url"] == Rule)!["extension"]!.AsArray();
        JsonNode Part(string url) => rule.First(e => (string?)e!["url"] == url)!;
        switch (what)
        {
            case "copyright" or "version" or "url": file.Remove(what); break;
            case "status": file["status"] = "draft"; break;
            case "permission": file["extension"]!.AsArray().RemoveAt(0); break;
            case "item-code": item.AsObject().Remove("code"); break;
            case "check-digit": item["code"]![0]!["code"] = "88122-8"; break;
            case "answer-check-digit": item["answerOption"]![0]!["valueCoding"]!["code"] = "LA28397-1"; break;
            case "answer-display": item["answerOption"]![0]!["valueCoding"]!.AsObject().Remove("display"); break;
            case "linkid-twice": file["item"]![1]!["linkId"] = "/88122-7"; break;
            case "rule-linkid": Part("item")["extension"]![0]!["valueString"] = "/99999-9"; break;
            case "rule-code": Part("item")["extension"]![1]!["valueCoding"]!["code"] = "LA33-6"; break;
            case "rule-version": rule.Remove(Part("version")); break;
            case "rule-source":
                foreach (var source in rule.Where(e => (string?)e!["url"] == "source").ToList())
                    rule.Remove(source);
                break;
            case "rule-category": Part("category")["valueCoding"]!["code"] = "hunger"; break;
            case "rule-kind": Part("kind")["valueCode"] = "guess"; break;
            case "rule-all-positive":
                Part("item")["extension"]!.AsArray().Add(JsonNode.Parse(
                    """{"url":"positive","valueCoding":{"system":"http://loinc.org","code":"LA28398-8","display":"Never true"}}"""));
                break;
            case "result-item": Part("result")["extension"]![0]!["valueString"] = "/88124-9"; break;
            case "not-fhir": file["status"] = "lively"; break;
        }

        var reading = QuestionnaireReader.Read(file.ToJsonString());

        Assert.Null(reading.Questionnaire);
        Assert.Contains(reading.Faults, f => f.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(21)]
    public void Read_WhenTheThresholdCannotBe_Refused(int threshold)
    {
        var file = File("ahc-hrsn-core");
        var safety = file["extension"]!.AsArray().Last(e => (string?)e!["url"] == Rule)!["extension"]!.AsArray();
        safety.First(e => (string?)e!["url"] == "threshold")!["valueInteger"] = threshold;

        Assert.Contains(QuestionnaireReader.Read(file.ToJsonString()).Faults, f => f.Contains("(4 to 20)", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WhenASummedAnswerHasNoPoints_Refused()
    {
        var file = File("ahc-hrsn-core");
        var hurt = file["item"]!.AsArray().Single(i => (string?)i!["linkId"] == "safety")!["item"]!.AsArray()
            .Single(i => (string?)i!["linkId"] == "/95618-5")!;
        hurt["answerOption"]![2]!["valueCoding"]!.AsObject().Remove("extension");

        Assert.Contains(QuestionnaireReader.Read(file.ToJsonString()).Faults, f => f.Contains("item /95618-5 can't be added up", StringComparison.Ordinal));
    }

    private static JsonObject File(string id = "hunger-vital-sign")
    {
        using var stream = typeof(Questionnaire).Assembly.GetManifestResourceStream($"Linchpin.Modules.Assessments.Content.Questionnaires.{id}.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}

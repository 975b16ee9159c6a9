using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;

namespace Linchpin.Tests.Modules.Assessments;

/// <summary>The shipped instruments, and the facts about them that the tests hold on their own, apart from the files.</summary>
internal static class Instruments
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);
    public static readonly QuestionnaireCatalogue Catalogue = QuestionnaireCatalogue.FromAssembly(typeof(Questionnaire).Assembly);
    public static readonly Questionnaire Hunger = Catalogue.FindCurrent("https://linchpin.example.org/fhir/Questionnaire/hunger-vital-sign")!;
    public static readonly Questionnaire Ahc = Catalogue.FindCurrent("https://linchpin.example.org/fhir/Questionnaire/ahc-hrsn-core")!;

    /// <summary>Positive answers by domain and item; from the CMS form (underlined answers).</summary>
    public static readonly Dictionary<string, Dictionary<string, string[]>> AhcPositive = new()
    {
        ["housing-instability"] = new() { ["/71802-3"] = ["LA31994-9", "LA31995-6"] },
        ["inadequate-housing"] = new()
        {
            ["/96778-6"] = ["LA31996-4", "LA28580-1", "LA31997-2", "LA31998-0", "LA31999-8", "LA32000-4", "LA32001-2"],
        },
        ["food-insecurity"] = new() { ["/88122-7"] = ["LA28397-0", "LA6729-3"], ["/88123-5"] = ["LA28397-0", "LA6729-3"] },
        ["transportation-insecurity"] = new() { ["/93030-5"] = ["LA33-6"] },
        ["utility-insecurity"] = new() { ["/96779-4"] = ["LA33-6", "LA32002-0"] },
    };

    public static readonly string[] Hits = ["/95618-5", "/95617-7", "/95616-9", "/95615-1"];

    public static readonly Dictionary<string, int> HitsPoints = new()
    {
        ["LA6270-8"] = 1, ["LA10066-1"] = 2, ["LA10082-8"] = 3, ["LA16644-9"] = 4, ["LA6482-9"] = 5,
    };

    public static readonly Dictionary<string, string> AllNegative = new()
    {
        ["/71802-3"] = "LA31993-1", ["/96778-6"] = "LA9-3", ["/88122-7"] = "LA28398-8", ["/88123-5"] = "LA28398-8", ["/93030-5"] = "LA32-8",
        ["/96779-4"] = "LA32-8", ["/95618-5"] = "LA6270-8", ["/95617-7"] = "LA6270-8", ["/95616-9"] = "LA6270-8", ["/95615-1"] = "LA6270-8",
    };

    public static Answers Answer(Questionnaire questionnaire, params (string LinkId, ItemAnswer Answer)[] given)
    {
        var answers = Answers.None;
        foreach (var (linkId, answer) in given)
        {
            var result = answers.With(questionnaire, linkId, answer);
            Assert.Empty(result.Errors);
            answers = result.Value;
        }

        return answers;
    }

    public static Answers NothingFound() =>
        Answer(Ahc, [.. AllNegative.Select(a => (a.Key, ItemAnswer.Chose(a.Value)))]);

    public static DomainResult Judge(Questionnaire questionnaire, Answers answers, string domain) =>
        Scoring.Score(questionnaire, answers, Now).Domains.Single(d => d.Domain == domain);

    public static Answers With(this Answers answers, string linkId, ItemAnswer? answer) => answers.With(Ahc, linkId, answer).Value;
}

using Linchpin.Modules.Assessments.Domain;

namespace Linchpin.Demo;

/// <summary>Answers to the ten core questions in letters: h worried about housing, H without it, m mold, f food, t transportation, u utilities, U shut off,
/// s somebody hurts or threatens; - declines the questions on safety, ? does not know of utilities. What is not named is answered without a need.</summary>
internal static class DemoScreens
{
    public const string Ahc = "https://linchpin.example.org/fhir/Questionnaire/ahc-hrsn-core";
    public const string Hunger = "https://linchpin.example.org/fhir/Questionnaire/hunger-vital-sign";

    private const string SometimesTrue = "LA6729-3";
    private const string NeverTrue = "LA28398-8";
    private const string Yes = "LA33-6";
    private const string No = "LA32-8";

    public static IEnumerable<KeyValuePair<string, ItemAnswer?>> AhcAnswers(string letters)
    {
        bool Has(char letter) => letters.Contains(letter, StringComparison.Ordinal);
        yield return One("/71802-3", Has('H') ? "LA31995-6" : Has('h') ? "LA31994-9" : "LA31993-1");
        yield return One("/96778-6", Has('m') ? "LA28580-1" : "LA9-3");
        foreach (var answer in HungerAnswers(Has('f'))) yield return answer;
        yield return One("/93030-5", Has('t') ? Yes : No);
        yield return Has('?') ? new("/96779-4", ItemAnswer.NotKnown) : One("/96779-4", Has('U') ? "LA32002-0" : Has('u') ? Yes : No);
        // Never 1, rarely 2, sometimes 3, fairly often 4: eleven or more is a need.
        (string Item, string Loud)[] safety = [("/95618-5", "LA6270-8"), ("/95617-7", "LA16644-9"), ("/95616-9", "LA10082-8"), ("/95615-1", "LA16644-9")];
        foreach (var (item, loud) in safety)
            yield return Has('-') ? new(item, ItemAnswer.Declined) : One(item, Has('s') ? loud : "LA6270-8");
    }

    public static IEnumerable<KeyValuePair<string, ItemAnswer?>> HungerAnswers(bool need)
    {
        yield return One("/88122-7", need ? SometimesTrue : NeverTrue);
        yield return One("/88123-5", need ? SometimesTrue : NeverTrue);
    }

    private static KeyValuePair<string, ItemAnswer?> One(string item, string code) => new(item, ItemAnswer.Chose(code));
}

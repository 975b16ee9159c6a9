using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Domain;

namespace Linchpin.Modules.Assessments.AnswerScreen;

/// <summary>Carries "look at question 2 again" over a redirect: places of questions, no answers.</summary>
internal static class ScreenChecks
{
    public static string Write(Questionnaire questionnaire, IEnumerable<Error> refused)
    {
        var fields = refused.Select(e => e.Field).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return string.Join('.', questionnaire.Items.Index().Where(i => fields.Contains(i.Item.LinkId)).Select(i => i.Index));
    }

    public static IReadOnlyCollection<string> Read(Questionnaire questionnaire, string? check) =>
        [.. (check ?? "").Split('.')
            .Select(place => int.TryParse(place, out var index) && index >= 0 && index < questionnaire.Items.Length ? questionnaire.Items[index].LinkId : null)
            .OfType<string>()];
}

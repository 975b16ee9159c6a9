using Linchpin.Modules.Assessments.Domain;

namespace Linchpin.Modules.Assessments.AnswerScreen;

/// <summary>How answers travel in a form: one field an item, its values the answer codes or one of two words.</summary>
internal static class PostedAnswers
{
    public const string Declined = "declined";
    public const string NotKnown = "not-known";

    public static string FieldOf(string linkId) => "a:" + linkId;

    /// <summary>The answer to every item of a whole form. An item without a value was left blank.</summary>
    public static IReadOnlyList<KeyValuePair<string, ItemAnswer?>> All(Questionnaire questionnaire, IFormCollection form) =>
        [.. questionnaire.Items.Select(item => KeyValuePair.Create(item.LinkId, One(form, FieldOf(item.LinkId))))];

    /// <summary>One item's answer. A code beside "declined" is kept and the declining dropped: whoever chose an answer gave one.</summary>
    public static ItemAnswer? One(IFormCollection form, string field)
    {
        var values = form[field].OfType<string>().Where(v => v.Length > 0).ToList();
        var codes = values.Where(v => v is not (Declined or NotKnown)).ToList();
        return codes.Count > 0 ? ItemAnswer.Chose(codes)
            : values.Contains(Declined, StringComparer.Ordinal) ? ItemAnswer.Declined
            : values.Contains(NotKnown, StringComparer.Ordinal) ? ItemAnswer.NotKnown
            : null;
    }
}

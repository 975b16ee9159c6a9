using System.Globalization;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>
/// A text of a questionnaire file in English and, where the file holds a translation that may be used, in Spanish.
/// Null in <see cref="Es"/> means that no such wording is known; the reader then sees the English, never a wording of our own.
/// </summary>
internal sealed record LocalText(string En, string? Es = null)
{
    public string In(CultureInfo culture) => Es is not null && culture.TwoLetterISOLanguageName == "es" ? Es : En;

    /// <summary>The language the reader really gets, for the <c>lang</c> attribute of the element that shows it.</summary>
    public string LanguageIn(CultureInfo culture) => Es is not null && culture.TwoLetterISOLanguageName == "es" ? "es" : "en";
}

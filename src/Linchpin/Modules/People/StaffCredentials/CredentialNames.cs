using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.StaffCredentials;

/// <summary>English names of the register's codes, which are their keys in StaffWords.</summary>
internal static class CredentialNames
{
    public static string Key(this CredentialKind kind) => kind switch
    {
        CredentialKind.Degree => "Degree",
        CredentialKind.Exam => "Exam",
        CredentialKind.Competency => "Competency",
        _ => "Continuing education",
    };

    public static string AddKey(this CredentialKind kind) => kind switch
    {
        CredentialKind.Degree => "Add a degree",
        CredentialKind.Exam => "Add an exam",
        CredentialKind.Competency => "Add a competency",
        _ => "Add continuing education",
    };

    public static string Key(this CredentialTopic topic) => topic switch
    {
        CredentialTopic.Telehealth => "Telehealth",
        CredentialTopic.Ethics => "Ethics",
        CredentialTopic.Crisis => "Crisis and suicide risk",
        CredentialTopic.CulturalHumility => "Cultural humility (CLAS)",
        CredentialTopic.Supervision => "Supervision",
        _ => "Another subject",
    };

    public static string Key(this CredentialSource source) => source switch
    {
        CredentialSource.StateBoard => "State board",
        CredentialSource.Aswb => "ASWB",
        CredentialSource.School => "School or provider",
        _ => "Certificate seen",
    };

    public static string LevelKey(CredentialKind kind, string level) => (kind, level) switch
    {
        (CredentialKind.Degree, "bachelor") => "Bachelor's degree",
        (CredentialKind.Degree, "master") => "Master's degree",
        (CredentialKind.Degree, "doctorate") => "Doctorate",
        (CredentialKind.Degree, _) => "Another degree",
        (_, "associate") => "ASWB exam, Associate",
        (_, "bachelors") => "ASWB exam, Bachelors",
        (_, "masters") => "ASWB exam, Masters",
        (_, "advanced-generalist") => "ASWB exam, Advanced Generalist",
        _ => "ASWB exam, Clinical",
    };

    /// <summary>Every key above, for the test that holds them against the Spanish words.</summary>
    public static IEnumerable<string> Keys =>
    [
        .. Enum.GetValues<CredentialKind>().SelectMany(k => CredentialLevels.Of(k).Select(l => LevelKey(k, l)).Prepend(k.AddKey()).Prepend(k.Key())),
        .. Enum.GetValues<CredentialTopic>().Select(Key), .. Enum.GetValues<CredentialSource>().Select(Key),
    ];
}

using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Demo;

/// <param name="ExpiresInDays">Counted from the day of the load; negative when it has expired.</param>
internal sealed record DemoLicence(string State, string Title, string Category, int ExpiresInDays, bool Supervised = false)
{
    /// <summary>A number of no board.</summary>
    public string Number(string staff) => FormattableString.Invariant($"X{10000 + DemoIds.Roll($"licence/{staff}/{State}", 90000)}");
}

/// <param name="Title">Of a course; its provider is invented.</param>
/// <param name="ExpiresInDays">Counted from the day of the load; negative when it has expired.</param>
internal sealed record DemoCourse(string Staff, CredentialTopic Topic, string Title, string Hours, int? ExpiresInDays, bool Verified = true);

/// <param name="Key">Names them in the demo data, and their account where they have one: KEY@demo.test.</param>
/// <param name="Role">Programme role of their account; null for colleagues without one.</param>
internal sealed record DemoWorker(
    string Key, string Given, string Family, StaffPosition Position, string? Role, IReadOnlyList<string> Languages, string Phone, IReadOnlyList<DemoLicence> Licences)
{
    public string Email => $"{Key}@demo.test";
}

/// <summary>Twelve people who work here. Everybody is invented.</summary>
internal static class DemoStaff
{
    public const string Lsw = "lsw";
    public const string Associate = "lsw2";
    public const string Supervisor = "supervisor";
    public const string Therapist = "therapist";
    public const string Prescriber = "psychiatrist";
    public const string CaseManager = "casemanager";
    public const string Peer = "peer";
    public const string Samir = "samir";
    public const string Ximena = "ximena";
    public const string Gwendolyn = "gwendolyn";

    public static IReadOnlyList<DemoWorker> All { get; } =
    [
        new(Lsw, "Maren", "Osei-Lindgren", StaffPosition.SocialWorker, ProgrammeRoles.Lsw, ["en", "es"], "(410) 555-0101",
        [
            new("MD", "LCSW-C", "clinical", 412), new("VA", "LCSW", "clinical", 76), new("DC", "LICSW", "clinical", 24), new("TX", "LCSW", "clinical", 300),
        ]),
        new(Associate, "Tobias", "Lindqvist", StaffPosition.SocialWorker, ProgrammeRoles.Lsw, ["en"], "(410) 555-0102",
            [new("MD", "LMSW", "master", 205, Supervised: true)]),
        new(Supervisor, "Yolanda", "Prentiss", StaffPosition.Supervisor, ProgrammeRoles.Supervisor, ["en"], "(410) 555-0103",
            [new("MD", "LCSW-C", "clinical", 530), new("DC", "LICSW", "clinical", 340), new("VA", "LCSW", "clinical", 610)]),
        new(Therapist, "Priya", "Raghunathan", StaffPosition.Therapist, ProgrammeRoles.Therapist, ["en"], "(215) 555-0104",
            [new("PA", "LCSW", "clinical", 280), new("DE", "LCSW", "clinical", 455), new("MD", "LCSW-C", "clinical", 57)]),
        new(Prescriber, "Emeka", "Adeyinka-Holt", StaffPosition.Prescriber, ProgrammeRoles.Psychiatrist, ["en"], "(202) 555-0105",
            [new("MD", "MD", "physician", 390), new("DC", "MD", "physician", 390)]),
        new(CaseManager, "Luz", "Marroquín", StaffPosition.CaseManager, ProgrammeRoles.CaseManager, ["en", "es"], "(410) 555-0106", []),
        new(Peer, "Dashiell", "Crane", StaffPosition.PeerSpecialist, ProgrammeRoles.Peer, ["en"], "(410) 555-0107", []),
        new("quality", "Henrike", "Vosloo", StaffPosition.Quality, ProgrammeRoles.Quality, ["en"], "(410) 555-0108", []),
        new("admin", "Odalys", "Ferreira", StaffPosition.Administrator, ProgrammeRoles.Admin, ["en", "es", "pt"], "(410) 555-0109", []),
        new(Samir, "Samir", "Haddad-Lowe", StaffPosition.SocialWorker, null, ["en", "ar"], "(571) 555-0110",
            [new("VA", "LCSW", "clinical", 188), new("DC", "LICSW", "clinical", -6)]),
        new(Ximena, "Ximena", "Barrientos", StaffPosition.SocialWorker, null, ["en", "es"], "(301) 555-0111",
            [new("MD", "LCSW-C", "clinical", 498), new("VA", "LCSW", "clinical", 88)]),
        new(Gwendolyn, "Gwendolyn", "Tsai", StaffPosition.SocialWorker, null, ["en", "zh"], "(202) 555-0112",
            [new("DC", "LICSW", "clinical", 366), new("MD", "LCSW-C", "clinical", 275)]),
    ];

    /// <summary>Continuing education. Samir has none about telehealth, and one of the associate's is about to end: the supervisor's page has something to say.</summary>
    public static IReadOnlyList<DemoCourse> Courses { get; } =
    [
        new(Lsw, CredentialTopic.Telehealth, "Intensive outpatient care by video", "6", 58),
        new(Lsw, CredentialTopic.Ethics, "Ethics across state lines", "3", 400),
        new(Lsw, CredentialTopic.Crisis, "Suicide risk over a distance", "4.5", 310),
        new(Associate, CredentialTopic.Telehealth, "First year of telehealth", "3", 240),
        new(Associate, CredentialTopic.Ethics, "Ethics across state lines", "3", 21),
        new(Supervisor, CredentialTopic.Telehealth, "Intensive outpatient care by video", "6", 350),
        new(Supervisor, CredentialTopic.Supervision, "Supervising by video", "12", null),
        new(Therapist, CredentialTopic.Telehealth, "Intensive outpatient care by video", "6", 500),
        new(Samir, CredentialTopic.CulturalHumility, "CLAS standards at work", "2", -12),
        new(Ximena, CredentialTopic.Telehealth, "Intensive outpatient care by video", "6", 180, Verified: false),
        new(Gwendolyn, CredentialTopic.Telehealth, "Intensive outpatient care by video", "6", 365),
    ];

    /// <summary>Who answers for whom; with a state and hours a month where a board asks for them.</summary>
    public static IReadOnlyList<(string Supervisor, string Supervisee, string? State, string? Hours)> Lines { get; } = [(Supervisor, Associate, "MD", "5"), (Supervisor, Samir, null, null)];
}

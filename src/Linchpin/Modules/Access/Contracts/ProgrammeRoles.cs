namespace Linchpin.Modules.Access.Contracts;

/// <summary>The roles of the programme. An account may hold several; one that is not listed here opens nothing.</summary>
public static class ProgrammeRoles
{
    public const string Lsw = "lsw";
    public const string Supervisor = "supervisor";
    public const string Therapist = "therapist";
    public const string Psychiatrist = "psychiatrist";
    public const string CaseManager = "casemanager";
    public const string Peer = "peer";
    public const string Quality = "quality";
    public const string Admin = "admin";
    public const string Privacy = "privacy";
    public const string Client = "client";

    /// <summary>Somebody who stands by clients and was invited from their chart. It opens their own page and nothing of any record.</summary>
    public const string Supporter = "supporter";
    public const string Partner = "partner";
    public const string Community = "community";
    public const string Alumni = "alumni";

    public static IReadOnlyList<string> All { get; } =
        [Lsw, Supervisor, Therapist, Psychiatrist, CaseManager, Peer, Quality, Admin, Privacy, Client, Supporter, Partner, Community, Alumni];

    /// <summary>Those who hold sessions and write notes under a licence.</summary>
    public static IReadOnlyList<string> Clinicians { get; } = [Lsw, Supervisor, Therapist, Psychiatrist];

    /// <summary>Those who may be on a care team.</summary>
    public static IReadOnlyList<string> CareStaff { get; } = [.. Clinicians, CaseManager, Peer];

    public static IReadOnlyList<string> Staff { get; } = [.. CareStaff, Quality, Admin, Privacy];
}

using Linchpin.Modules.Access.Contracts;

namespace Linchpin.Modules.Privacy.Domain;

/// <summary>What people do here, in plain words; keys of PrivacyWords.</summary>
internal static class RoleNames
{
    public static string Of(string role) => role switch
    {
        ProgrammeRoles.Lsw => "social worker",
        ProgrammeRoles.Supervisor => "clinical supervisor",
        ProgrammeRoles.Therapist => "therapist",
        ProgrammeRoles.Psychiatrist => "psychiatrist",
        ProgrammeRoles.CaseManager => "case manager",
        ProgrammeRoles.Peer => "peer specialist",
        ProgrammeRoles.Quality => "quality and records",
        ProgrammeRoles.Privacy => "privacy officer",
        ProgrammeRoles.Admin => "administrator",
        ProgrammeRoles.Client => "client",
        ProgrammeRoles.Alumni => "former client",
        ProgrammeRoles.Supporter => "stands by a client",
        ProgrammeRoles.Partner => "partner agency",
        ProgrammeRoles.Community => "community member",
        var other => other,
    };

    /// <summary>The roles of an entry, in its order.</summary>
    public static IEnumerable<string> In(string roles) => roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Of);
}

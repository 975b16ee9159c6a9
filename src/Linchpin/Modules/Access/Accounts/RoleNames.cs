using Linchpin.Modules.Access.Contracts;

namespace Linchpin.Modules.Access.Accounts;

/// <summary>The roles as people call them: keys of <see cref="AccessWords"/>.</summary>
internal static class RoleNames
{
    public static string Of(string role) => role switch
    {
        ProgrammeRoles.Lsw => "Social worker",
        ProgrammeRoles.Supervisor => "Supervisor",
        ProgrammeRoles.Therapist => "Therapist",
        ProgrammeRoles.Psychiatrist => "Psychiatrist",
        ProgrammeRoles.CaseManager => "Case manager",
        ProgrammeRoles.Peer => "Peer specialist",
        ProgrammeRoles.Quality => "Quality lead",
        ProgrammeRoles.Privacy => "Privacy officer",
        ProgrammeRoles.Admin => "Administrator",
        ProgrammeRoles.Client => "Client",
        ProgrammeRoles.Supporter => "Supporter of a client",
        ProgrammeRoles.Partner => "Partner organization",
        ProgrammeRoles.Community => "Community member",
        ProgrammeRoles.Alumni => "Former client",
        _ => role,
    };
}

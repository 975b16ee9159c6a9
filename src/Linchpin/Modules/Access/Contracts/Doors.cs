using Microsoft.AspNetCore.Authorization;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>The names of the policies that a page or endpoint may stand behind. An endpoint without one is shut to everybody.</summary>
public static class Doors
{
    /// <summary>Anybody signed in with an account.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>One's own ways of signing in: anybody with an account, also staff who still owe a second factor and pass no other door.</summary>
    public const string OwnAccount = "own-account";

    /// <summary>Anybody who works here.</summary>
    public const string Staff = "staff";

    /// <summary>Staff who may be on a care team.</summary>
    public const string CareStaff = "care-staff";

    /// <summary>Staff who hold sessions and write notes.</summary>
    public const string Clinician = "clinician";

    /// <summary>Clinical supervisors.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>The programme's administrators.</summary>
    public const string Admin = "admin";

    /// <summary>Those who answer for the privacy of records: the privacy officer and administrators.</summary>
    public const string Privacy = "privacy";

    /// <summary>Supervisors and administrators: who arranges that a colleague covers for somebody.</summary>
    public const string Line = "line";

    /// <summary>Care staff and administrators: the register of people, without the chart.</summary>
    public const string Register = "register";

    /// <summary>A client with an account.</summary>
    public const string Client = "client";

    /// <summary>Somebody who stands by clients, with an account.</summary>
    public const string Supporter = "supporter";

    /// <summary>Somebody in a session: a worker with an account, or a participant who came by a join link.</summary>
    public const string InSession = "in-session";

    /// <summary>Which roles a door opens to; <see cref="InSession"/> also opens to the Join scheme.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Roles { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [SignedIn] = ProgrammeRoles.All,
        [OwnAccount] = ProgrammeRoles.All,
        [Staff] = ProgrammeRoles.Staff,
        [CareStaff] = ProgrammeRoles.CareStaff,
        [Clinician] = ProgrammeRoles.Clinicians,
        [Supervisor] = [ProgrammeRoles.Supervisor],
        [Admin] = [ProgrammeRoles.Admin],
        [Privacy] = [ProgrammeRoles.Privacy, ProgrammeRoles.Admin],
        [Line] = [ProgrammeRoles.Supervisor, ProgrammeRoles.Admin],
        [Register] = [.. ProgrammeRoles.CareStaff, ProgrammeRoles.Admin],
        [Client] = [ProgrammeRoles.Client, ProgrammeRoles.Alumni],
        [Supporter] = [ProgrammeRoles.Supporter],
        [InSession] = ProgrammeRoles.CareStaff,
    };

    /// <summary>Cookie scheme of those who came by a join link.</summary>
    public const string JoinScheme = "Join";
}

/// <summary><c>[Door(Doors.Staff)]</c> on a page: the same as <c>[Authorize(Policy = …)]</c>, in the words of the house.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DoorAttribute(string door) : AuthorizeAttribute(door);

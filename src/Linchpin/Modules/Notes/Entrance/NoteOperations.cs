using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Notes.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace Linchpin.Modules.Notes.Entrance;

/// <summary>What can be done with a note.</summary>
internal static class NoteOperations
{
    public static readonly OperationAuthorizationRequirement Read = new() { Name = nameof(Read) };
    public static readonly OperationAuthorizationRequirement Write = new() { Name = nameof(Write) };
    public static readonly OperationAuthorizationRequirement Sign = new() { Name = nameof(Sign) };
    public static readonly OperationAuthorizationRequirement Add = new() { Name = nameof(Add) };

    /// <summary>Co-sign a signed note or return it.</summary>
    public static readonly OperationAuthorizationRequirement Cosign = new() { Name = nameof(Cosign) };

    /// <summary>Ask for the co-signature of a note that came back.</summary>
    public static readonly OperationAuthorizationRequirement AskAgain = new() { Name = "Cosign-Ask" };
}

/// <summary>What a decision about a note of a client in reach depends on.</summary>
/// <param name="SupervisedByActor">The actor answers for the author's work today.</param>
/// <param name="Kind">What sort of note it is.</param>
/// <param name="OnTeam">The actor has the client in reach by the care team or the line above it, not only for a colleague or in an emergency. Asked for counselling
/// notes alone.</param>
internal sealed record NoteStanding(StaffId Author, NoteStatus Status, bool SupervisedByActor, NoteKind Kind = NoteKind.Session, bool OnTeam = true);

/// <summary>The author writes and signs. A draft is the author's and their supervisor's to read; a signed note every clinician's in reach. Whatever is not
/// allowed here is denied.</summary>
internal sealed class NoteAuthorization : AuthorizationHandler<OperationAuthorizationRequirement, NoteStanding>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, OperationAuthorizationRequirement requirement, NoteStanding resource)
    {
        if (May(Actor.From(context.User), requirement, resource)) context.Succeed(requirement);
        return Task.CompletedTask;
    }

    /// <summary>Counselling notes stay shut to supervisors, to whoever covers, and in every emergency: 45 CFR 164.508(a)(2) lets their originator alone use them for
    /// treatment without the client's own authorization.</summary>
    internal static bool OpensCounselling(bool isAuthor, bool onTeam) => isAuthor && onTeam;

    internal static bool May(Actor actor, OperationAuthorizationRequirement operation, NoteStanding note)
    {
        if (actor.Kind != ActorKind.Account || actor.Staff is not { } me || !actor.IsAny([.. ProgrammeRoles.Clinicians])) return false;
        var isAuthor = me == note.Author;
        if (note.Kind == NoteKind.Counselling && !OpensCounselling(isAuthor, note.OnTeam)) return false;
        var answersFor = note.SupervisedByActor && actor.Is(ProgrammeRoles.Supervisor);
        return operation.Name switch
        {
            nameof(NoteOperations.Read) => note.Status == NoteStatus.Signed || isAuthor || answersFor,
            nameof(NoteOperations.Write) or nameof(NoteOperations.Sign) => isAuthor,
            nameof(NoteOperations.Cosign) => note.Status == NoteStatus.Signed && answersFor && !isAuthor,
            "Cosign-Ask" => note.Status == NoteStatus.Signed && isAuthor,
            nameof(NoteOperations.Add) => note.Status == NoteStatus.Signed && (isAuthor || answersFor),
            _ => false,
        };
    }
}

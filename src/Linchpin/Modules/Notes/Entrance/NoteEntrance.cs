using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.Entrance;

/// <summary>The one way to a note: in reach, allowed, and every refusal written down. Who may not, meets the same answer as for a note that does not exist.</summary>
internal sealed class NoteEntrance(CareDb care, IClientReach reach, ISupervisionLine supervision, ISessionPeople sessions, IAuthorizationService authorization, SealCheck seals, IAuditTrail audit)
{
    /// <summary>The note of a session, tracked, when the actor may do <paramref name="operation"/> with it; otherwise null, and the refusal is in the audit.</summary>
    public async Task<Note?> EnterAsync(SessionId session, OperationAuthorizationRequirement operation, Actor actor, CancellationToken cancel)
    {
        var note = await InReachAsync(session, actor, cancel);
        if (note is not null && await MayAsync(note, operation, actor, cancel)) return note;
        await DenyAsync(session, operation, cancel);
        return null;
    }

    public Task<Note?> InReachAsync(SessionId session, Actor actor, CancellationToken cancel) =>
        care.Set<Note>().SingleOrDefaultAsync(n => n.Session == session && reach.Clients(actor).Contains(n.Client), cancel);

    public async Task<bool> MayAsync(Note note, OperationAuthorizationRequirement operation, Actor actor, CancellationToken cancel)
    {
        // The supervision line is looked up only where the answer can depend on it.
        var line = actor.Staff is { } me && me != note.Author && actor.Is(ProgrammeRoles.Supervisor) && await supervision.SupervisesAsync(me, note.Author, cancel);
        // A note whose signature somebody took away stays readable for those who could read it: they must see that its seal is broken.
        var status = operation == NoteOperations.Read && await seals.WasSignedAsync(note, cancel) ? NoteStatus.Signed : note.Status;
        return (await authorization.AuthorizeAsync(actor.Principal, new NoteStanding(note.Author, status, line, note.Kind, await OnTeamAsync(note, actor, cancel)), operation)).Succeeded;
    }

    private async Task<bool> OnTeamAsync(Note note, Actor actor, CancellationToken cancel) =>
        note.Kind != NoteKind.Counselling || await reach.Clients(actor, ReachBy.Team).AnyAsync(c => c == note.Client, cancel);

    /// <summary>The worker of a booked session whose client is in reach may open its note; for everybody else there is none yet.</summary>
    public async Task<bool> MayOpenAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (await sessions.WhoAsync(session, cancel) is not var (client, worker)) return false;
        var standing = new NoteStanding(worker, NoteStatus.Draft, SupervisedByActor: false);
        return (await authorization.AuthorizeAsync(actor.Principal, standing, NoteOperations.Write)).Succeeded
            && await reach.Clients(actor).AnyAsync(c => c == client, cancel);
    }

    /// <summary>Writes a refusal down, when there is something that was refused.</summary>
    public async Task DenyAsync(SessionId session, OperationAuthorizationRequirement operation, CancellationToken cancel)
    {
        var kept = await care.Set<Note>().AsNoTracking().Where(n => n.Session == session).Select(n => new { n.Id, n.Client }).SingleOrDefaultAsync(cancel);
        var about = kept?.Client ?? (await sessions.WhoAsync(session, cancel))?.Client;
        if (about is null) return;
        await audit.RecordNowAsync(
            new AuditEvent("note." + operation.Name.ToLowerInvariant(), "Note", kept?.Id.Value, about, AuditOutcome.Denied, Detail: "session:" + session), cancel);
    }
}

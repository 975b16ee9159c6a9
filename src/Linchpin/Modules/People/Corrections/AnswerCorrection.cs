using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.Corrections;

/// <summary>Which requests somebody may answer: care staff those of the clients in their reach, and whoever answers for privacy all of them.</summary>
internal sealed class CorrectionsInReach(CareDb care, IClientReach reach)
{
    public IQueryable<CorrectionRequest> Of(Actor actor)
    {
        var all = care.Set<CorrectionRequest>().AsQueryable();
        if (actor is not { Kind: ActorKind.Account, Staff: not null }) return all.Where(r => false);
        if (actor.IsAny(ProgrammeRoles.Privacy, ProgrammeRoles.Admin)) return all;
        return actor.IsAny([.. ProgrammeRoles.CareStaff]) ? all.Where(r => reach.Clients(actor).Contains(r.Client)) : all.Where(r => false);
    }
}

/// <summary>Answers a client's request to correct the record. An answer is given once.</summary>
internal sealed class AnswerCorrectionHandler(CareDb care, CorrectionsInReach inReach, IAuditTrail audit, DutyBook duties, TimeProvider clock)
{
    public Task<Result> AcceptAsync(ClientId client, Guid id, string? whatChanged, Actor actor, CancellationToken cancel) =>
        RunAsync(client, id, actor, "correction.accept", (request, by, now) => request.Accept(whatChanged, by, now), cancel);

    public Task<Result> DenyAsync(ClientId client, Guid id, string? ground, string? why, Actor actor, CancellationToken cancel) =>
        RunAsync(client, id, actor, "correction.deny", (request, by, now) => request.Deny(Enum.TryParse<DenialGround>(ground, out var known) ? known : null, why, by, now), cancel);

    public Task<Result> ExtendAsync(ClientId client, Guid id, string? reason, Actor actor, CancellationToken cancel) =>
        RunAsync(client, id, actor, "correction.extend", (request, by, now) => request.Extend(reason, by, now), cancel);

    public Task<Result> RebutAsync(ClientId client, Guid id, string? answer, Actor actor, CancellationToken cancel) =>
        RunAsync(client, id, actor, "correction.rebut", (request, _, now) => request.Rebut(answer, now), cancel);

    private Task<Result> RunAsync(ClientId client, Guid id, Actor actor, string action, Func<CorrectionRequest, StaffId, DateTimeOffset, Result> decide, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, async token =>
        {
            var request = await inReach.Of(actor).SingleOrDefaultAsync(r => r.Id == id && r.Client == client, token);
            if (request is null || actor.Staff is not { } by)
            {
                if (await care.Set<CorrectionRequest>().AsNoTracking().AnyAsync(r => r.Id == id && r.Client == client, token))
                    await audit.RecordNowAsync(new AuditEvent(action, "CorrectionRequest", id, client, AuditOutcome.Denied), token);
                return Error.NotFound;
            }

            var now = clock.GetUtcNow();
            var decided = decide(request, by, now);
            if (!decided.IsOk || !care.ChangeTracker.HasChanges()) return decided;
            audit.Record(new AuditEvent(action, "CorrectionRequest", id, client, Detail: request.Ground is { } ground ? "ground:" + ground : null));
            if (request.Status is CorrectionStatus.Open) CorrectionDue.PlanNext(duties, request, now);
            else CorrectionDue.Drop(duties, request);
            await care.SaveChangesAsync(token);
            return Result.Ok;
        }, cancel);
}

/// <summary>Reads requests, for staff and for the client whose they are. Every read of one is audited before anything is shown.</summary>
internal sealed class ReadCorrections(CareDb care, CorrectionsInReach inReach, IAuditTrail audit) : ICorrectionWatch
{
    public async Task<CorrectionRequest?> OpenAsync(ClientId client, Guid id, Actor actor, CancellationToken cancel)
    {
        var request = await inReach.Of(actor).AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.Client == client, cancel);
        if (request is not null) await audit.RecordNowAsync(new AuditEvent("correction.read", "CorrectionRequest", id, client), cancel);
        // Denied is what is there: of the client, where they name no such request.
        else if (await care.Set<Client>().AsNoTracking().AnyAsync(c => c.Id == client, cancel))
            await audit.RecordNowAsync(new AuditEvent("correction.read", "Client", client.Value, client, AuditOutcome.Denied), cancel);
        return request;
    }

    public async Task<CorrectionRequest?> OpenOwnAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        if (actor.Client is not { } own || await care.Set<CorrectionRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.Client == own, cancel) is not { } request) return null;
        await audit.RecordNowAsync(new AuditEvent("correction.read", "CorrectionRequest", id, own, Detail: "own"), cancel);
        return request;
    }

    /// <summary>Of one client, the newest first. The caller has authorized and audited the read.</summary>
    public async Task<IReadOnlyList<CorrectionRequest>> OfAsync(ClientId client, CancellationToken cancel) =>
        await care.Set<CorrectionRequest>().AsNoTracking().Where(r => r.Client == client).OrderByDescending(r => r.AskedAt).ToListAsync(cancel);

    /// <summary>All that the actor may answer, those that wait first.</summary>
    public async Task<IReadOnlyList<CorrectionRequest>> ListAsync(Actor actor, CancellationToken cancel)
    {
        var all = await inReach.Of(actor).AsNoTracking().OrderByDescending(r => r.AskedAt).Take(200).ToListAsync(cancel);
        await audit.RecordNowAsync(new AuditEvent("correction.list", "CorrectionRequest", null), cancel);
        return [.. all.OrderByDescending(r => r.Status is CorrectionStatus.Open).ThenBy(r => r.Status is CorrectionStatus.Open ? r.DueOn : DateOnly.MaxValue)];
    }

    public async Task<IReadOnlyList<WaitingCorrection>> WaitingAsync(Actor actor, CancellationToken cancel) =>
        await inReach.Of(actor).AsNoTracking().Where(r => r.Status == CorrectionStatus.Open).OrderBy(r => r.DueOn).Select(r => new WaitingCorrection(r.Id, r.Client, r.DueOn)).ToListAsync(cancel);
}

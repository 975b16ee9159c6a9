using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.ArchiveClient;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.MergeClients;

/// <summary>Decides about two records that may be of one person. A merged record points to the one that goes on, and keeps everything that it holds (FHIR R4 Patient.link):
/// nothing is moved, so that nothing is lost when the merge is taken back.</summary>
internal sealed class MergeClientsHandler(CareDb care, IClientReach reach, WhatKeepsOpen keeps, IAuditTrail audit, TimeProvider clock)
{
    /// <param name="id">Made when the form is shown: posting it twice decides once.</param>
    /// <param name="isSamePerson">False: they are two people, and are not suggested again.</param>
    public Task<Result> DecideAsync(Guid id, ClientId survivor, ClientId merged, bool isSamePerson, string? reason, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        var action = isSamePerson ? "client.merge" : "client.not-duplicate";
        if (await BothAsync(survivor, merged, action, actor, token) is not var (goesOn, goes)) return Error.NotFound;
        if (await care.Set<ClientMerge>().AsNoTracking().AnyAsync(m => m.Id == id, token)) return Result.Ok;
        if (Text.CleanLines(reason) is not { } why) return Error.Invalid("Reason", "Write why. It is kept with the record.");
        if (why.Length > ClientMerge.LongestReason) return Error.Invalid("Reason", "Keep this under {0} characters.", ClientMerge.LongestReason);
        var now = clock.GetUtcNow();
        if (isSamePerson)
        {
            if (goesOn.IsArchived || goes.IsArchived) return Error.Refused("One of the two records is archived or merged already. Take it out first.");
            foreach (var record in new[] { survivor, merged }) if (await keeps.HoldAsync(record, now, token) is { } held) return held;
            if (await keeps.AgainstAsync(merged, await keeps.WorkAsync(merged, now, token), now, actor.TimeZone, token) is { } open) return open;
            keeps.HoldStill(merged);
            goes.MergeInto(survivor, why, actor.Staff, now);
            goesOn.Touch(now);
        }

        care.Add(ClientMerge.Decide(id, survivor, merged, isSamePerson, why, actor.Staff, now));
        foreach (var record in new[] { survivor, merged }) audit.Record(new AuditEvent(action, "ClientMerge", id, record));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    /// <summary>Takes a merge back: the record stands by itself again, as it was.</summary>
    public Task<Result> UndoAsync(ClientId merged, string? reason, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (await OneAsync(merged, "client.unmerge", actor, token) is not { } record) return Error.NotFound;
        if (record.MergedInto is not { } survivor) return Result.Ok;
        if (Text.CleanLines(reason) is not { } why) return Error.Invalid("Reason", "Write why. It is kept with the record.");
        if (why.Length > ClientMerge.LongestReason) return Error.Invalid("Reason", "Keep this under {0} characters.", ClientMerge.LongestReason);
        var now = clock.GetUtcNow();
        record.Unmerge(why, actor.Staff, now);
        (await care.Set<ClientMerge>().SingleAsync(m => m.Merged == merged && m.IsSamePerson && m.UndoneAt == null, token)).Undo(why, actor.Staff, now);
        foreach (var about in new[] { survivor, merged }) audit.Record(new AuditEvent("client.unmerge", "Client", merged.Value, about));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    /// <summary>Both records for holding them side by side; null when one of them is out of reach. Audited before anything is shown.</summary>
    public async Task<(Client First, Client Second)?> ReadAsync(ClientId first, ClientId second, Actor actor, CancellationToken cancel)
    {
        if (await BothAsync(first, second, "duplicate.read", actor, cancel) is not { } both) return null;
        foreach (var record in new[] { first, second }) audit.Record(new AuditEvent("duplicate.read", "Client", record.Value, record));
        await care.SaveChangesAsync(cancel);
        return both;
    }

    private async Task<(Client First, Client Second)?> BothAsync(ClientId first, ClientId second, string action, Actor actor, CancellationToken cancel) =>
        first != second && await OneAsync(first, action, actor, cancel) is { } one && await OneAsync(second, action, actor, cancel) is { } other ? (one, other) : null;

    // For the care team alone: an emergency or a leave is no time to decide who is who.
    private async Task<Client?> OneAsync(ClientId id, string action, Actor actor, CancellationToken cancel)
    {
        var client = actor.IsAny([.. ProgrammeRoles.CareStaff])
            ? await care.Set<Client>().Include(c => c.LivingSituations).SingleOrDefaultAsync(c => c.Id == id && reach.Clients(actor, ReachBy.Team).Contains(c.Id), cancel)
            : null;
        if (client is null && await care.Set<Client>().AsNoTracking().AnyAsync(c => c.Id == id, cancel))
            await audit.RecordNowAsync(new AuditEvent(action, "Client", id.Value, id, AuditOutcome.Denied), cancel);
        return client;
    }
}

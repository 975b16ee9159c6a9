using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ArchiveClient;

/// <summary>Puts a record away, and takes it out again. Nothing of it is deleted.</summary>
internal sealed class ArchiveClientHandler(ChangeClient change, WhatKeepsOpen keeps)
{
    public Task<Result> ArchiveAsync(ClientId id, string? reason, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.archive", async (client, now) =>
        {
            if (!client.IsArchived && await keeps.AgainstAsync(id, now, actor.TimeZone, cancel) is { } error) return error;
            return Done(client.Archive(reason, actor.Staff, now));
        }, cancel, alsoArchived: true, ReachBy.Team);

    public Task<Result> RestoreAsync(ClientId id, string? reason, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.restore", (client, now) => Task.FromResult(Done(client.Restore(reason, actor.Staff, now))), cancel, alsoArchived: true, ReachBy.Team);

    private static Result<string> Done(Result result) => result.IsOk ? "" : Result<string>.Fail(result.Errors);
}

/// <summary>What stands against putting a record away, in words; the first of several.</summary>
internal sealed class WhatKeepsOpen(CareDb care, IEnumerable<IBookedAhead> booked)
{
    public async Task<Error?> AgainstAsync(ClientId id, DateTimeOffset now, string zone, CancellationToken cancel)
    {
        if (await HoldAsync(id, now, cancel) is { } hold) return hold;
        foreach (var module in booked)
        {
            if (await module.NextAsync(id, now, cancel) is { } next)
                return Error.Refused("A session is booked on {0}. Hold or cancel it first.", Shell.Components.Clock.ZoneClock.Date(Zone.DayAt(next, zone)));
        }

        if (await care.Set<CorrectionRequest>().AsNoTracking().AnyAsync(r => r.Client == id && r.Status == CorrectionStatus.Open, cancel))
            return Error.Refused("The client asked for a correction that waits for its answer. Answer it first.");
        return null;
    }

    /// <summary>A legal hold that stands today.</summary>
    public async Task<Error?> HoldAsync(ClientId id, DateTimeOffset now, CancellationToken cancel)
    {
        var today = Zone.DayAt(now, Zone.Default);
        return await care.Set<LegalHold>().AsNoTracking().AnyAsync(h => h.Client == id && h.LiftedAt == null && (h.Through == null || h.Through >= today), cancel)
            ? Error.Refused("A legal hold stands on this record. It has to be lifted by whoever answers for privacy first.")
            : null;
    }
}

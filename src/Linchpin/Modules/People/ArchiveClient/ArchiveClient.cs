using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;
using Linchpin.Platform.Data;
using Linchpin.Shell.Components.Clock;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ArchiveClient;

/// <summary>Puts a record away, and takes it out again. Nothing of it is deleted.</summary>
internal sealed class ArchiveClientHandler(ChangeClient change, WhatKeepsOpen keeps)
{
    /// <param name="althoughOpen">The person was shown what is not finished (<see cref="WhatKeepsOpen.IsAsked"/>) and wants it all the same.</param>
    public Task<Result> ArchiveAsync(ClientId id, string? reason, Actor actor, CancellationToken cancel, bool althoughOpen = false) =>
        change.RunAsync(id, actor, "client.archive", async (client, now) =>
        {
            if (client.IsArchived) return "";
            var open = await keeps.WorkAsync(id, now, cancel);
            if (await keeps.AgainstAsync(id, open, now, actor.TimeZone, cancel) is { } error) return error;
            if (!althoughOpen && open.Any(WhatKeepsOpen.IsAsked)) return Error.Invalid("AlthoughOpen", "Something is not finished. Finish it first, or tick that you archive the record all the same.");
            var archived = client.Archive(reason, actor.Staff, now);
            if (!archived.IsOk) return Result<string>.Fail(archived.Errors);
            keeps.HoldStill(id);
            return open.Count > 0 ? string.Join(',', open.GroupBy(o => o.Kind).Select(g => FormattableString.Invariant($"{g.Key}:{g.Count()}"))) : "";
        }, cancel, alsoArchived: true, ReachBy.Team);

    public Task<Result> RestoreAsync(ClientId id, string? reason, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.restore", (client, now) => Task.FromResult(client.Restore(reason, actor.Staff, now) is { IsOk: false } refused ? Result<string>.Fail(refused.Errors) : ""), cancel, alsoArchived: true, ReachBy.Team);
}

/// <summary>What stands against putting a record away.</summary>
internal sealed class WhatKeepsOpen(CareDb care, IEnumerable<IOpenWork> modules)
{
    /// <summary>Somebody may put the record away over this when they were shown it: a note can be finished and signed afterwards, an unfinished questionnaire is kept as it is.
    /// A session has to be settled first, because somebody waits for it.</summary>
    public static bool IsAsked(OpenWork open) => open.Kind is OpenWorkKind.UnsignedNote or OpenWorkKind.NoteWithoutCosignature or OpenWorkKind.UnfinishedScreen;

    public async Task<IReadOnlyList<OpenWork>> WorkAsync(ClientId id, DateTimeOffset now, CancellationToken cancel)
    {
        List<OpenWork> open = [];
        foreach (var module in modules) open.AddRange(await module.OfAsync(id, now, cancel));
        return open;
    }

    /// <summary>What forbids it, in words; the first of several.</summary>
    public async Task<Error?> AgainstAsync(ClientId id, IReadOnlyList<OpenWork> open, DateTimeOffset now, string zone, CancellationToken cancel)
    {
        if (await HoldAsync(id, now, cancel) is { } hold) return hold;
        if (open.FirstOrDefault(o => !IsAsked(o)) is { } session)
        {
            var day = ZoneClock.Date(Zone.DayAt(session.At, zone));
            return session.Kind == OpenWorkKind.BookedSession
                ? Error.Refused("A session is booked on {0}. Hold or cancel it first.", day)
                : Error.Refused("Nobody has written down whether the session on {0} was held. End it, cancel it or mark it as missed first.", day);
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

    public void HoldStill(ClientId id)
    {
        foreach (var module in modules) module.HoldStill(id);
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.LegalHolds;

/// <summary>Places and lifts legal holds. Whoever answers for privacy does it, for any record; the care team reads that one stands.</summary>
internal sealed class KeepLegalHoldHandler(CareDb care, IClientReach reach, IClientLookup clients, IAuditTrail audit, TimeProvider clock)
{
    private const int LongestWords = 100;
    private const int MostFound = 10;

    public static bool MayKeep(Actor actor) => actor is { Kind: ActorKind.Account, Staff: not null } && actor.IsAny(ProgrammeRoles.Privacy, ProgrammeRoles.Admin);

    public Task<Result> PlaceAsync(ClientId client, Guid id, string? why, DateOnly? from, DateOnly? through, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (!MayKeep(actor) || actor.Staff is not { } by) return await DeniedAsync(client, "legal-hold.place", token);
        if (await care.Set<Client>().SingleOrDefaultAsync(c => c.Id == client, token) is not { } record) return Error.NotFound;
        if (await care.Set<LegalHold>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == id, token) is { } known)
            return known.Client == client && known.Why == Text.CleanLines(why) ? Result.Ok : Error.Refused("This hold is placed already. Lift it and place another one to change it.");
        var now = clock.GetUtcNow();
        var placed = LegalHold.Place(id, client, why, from, through, by, Zone.DayAt(now, Zone.Default), now);
        if (!placed.IsOk) return placed.Discard();
        care.Add(placed.Value);
        // Moves the record's version, so that a hold and an archiving at the same moment see each other.
        record.Touch(now);
        audit.Record(new AuditEvent("legal-hold.place", "LegalHold", id, client));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    public Task<Result> LiftAsync(ClientId client, Guid id, string? why, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (!MayKeep(actor) || actor.Staff is not { } by) return await DeniedAsync(client, "legal-hold.lift", token);
        if (await care.Set<LegalHold>().SingleOrDefaultAsync(h => h.Id == id && h.Client == client, token) is not { } hold) return Error.NotFound;
        var lifted = hold.Lift(why, by, clock.GetUtcNow());
        if (!lifted.IsOk || !care.ChangeTracker.HasChanges()) return lifted;
        audit.Record(new AuditEvent("legal-hold.lift", "LegalHold", id, client));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    /// <summary>The holds of a client, the newest first, and what the client is called; null for whoever may not know of them.</summary>
    public async Task<(string Name, IReadOnlyList<LegalHold> Holds)?> ReadAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        var named = care.Set<Client>().AsNoTracking().Where(c => c.Id == client);
        if (!MayKeep(actor)) named = actor.IsAny([.. ProgrammeRoles.CareStaff]) ? named.Where(c => reach.Clients(actor).Contains(c.Id)) : named.Where(c => false);
        if (await named.Select(c => new { c.Name.Given, c.Name.Family, c.Name.Chosen }).SingleOrDefaultAsync(cancel) is not { } found)
        {
            await DeniedAsync(client, "legal-hold.read", cancel);
            return null;
        }

        await audit.RecordNowAsync(new AuditEvent("legal-hold.read", "Client", client.Value, client), cancel);
        return (new PersonName(found.Given, found.Family, found.Chosen).Display, await care.Set<LegalHold>().AsNoTracking().Where(h => h.Client == client).OrderByDescending(h => h.PlacedAt).ToListAsync(cancel));
    }

    /// <summary>The holds that stand on any record, for whoever answers for privacy.</summary>
    public async Task<IReadOnlyList<LegalHold>> StandingAsync(Actor actor, CancellationToken cancel)
    {
        if (!MayKeep(actor)) return [];
        var today = Zone.DayAt(clock.GetUtcNow(), Zone.Default);
        await audit.RecordNowAsync(new AuditEvent("legal-hold.list", "LegalHold", null), cancel);
        return await care.Set<LegalHold>().AsNoTracking().Where(h => h.LiftedAt == null && (h.Through == null || h.Through >= today)).OrderBy(h => h.PlacedAt).ToListAsync(cancel);
    }

    /// <summary>Finds the record to hold. The words are kept nowhere.</summary>
    public async Task<IReadOnlyList<ClientCard>> FindAsync(string? words, Actor actor, CancellationToken cancel)
    {
        var found = MayKeep(actor) && Text.Clean(words) is { } typed ? await clients.FindAsync(Text.Cut(typed, LongestWords), MostFound, cancel) : [];
        await audit.RecordNowAsync(new AuditEvent("client.search", "Client", null, Detail: FormattableString.Invariant($"seen:{found.Count}")), cancel);
        return found;
    }

    private async Task<Result> DeniedAsync(ClientId client, string action, CancellationToken cancel)
    {
        if (await care.Set<Client>().AsNoTracking().AnyAsync(c => c.Id == client, cancel))
            await audit.RecordNowAsync(new AuditEvent(action, "Client", client.Value, client, AuditOutcome.Denied), cancel);
        return Error.NotFound;
    }
}

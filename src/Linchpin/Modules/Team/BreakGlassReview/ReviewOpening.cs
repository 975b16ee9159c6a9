using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.BreakGlass;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.BreakGlassReview;

[ValidatableType]
public sealed class ReviewForm
{
    public string? Verdict { get; set; }

    public string? Note { get; set; }
}

/// <param name="Whose">Name of the client.</param>
/// <param name="Reads">What was done with the record in that time, by the audit; the most frequent first.</param>
internal sealed record ReviewedOpening(EmergencyAccess Access, string By, string Whose, IReadOnlyList<MarkedCount> Reads)
{
    public int Times => Reads.Sum(r => r.Times);
}

/// <summary>Openings for those who answer for privacy: who, whose, why, when, and what was read. They see the name of the client and nothing of the record.</summary>
internal sealed class ReviewOpening(CareDb care, IClientDirectory clients, IStaffDirectory staff, IMarkedEntries marked, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Reviewed openings that the list shows; those that wait are shown all.</summary>
    private const int MostReviewed = 50;

    /// <summary>Those that nobody has reviewed first, oldest first; then the latest reviewed ones.</summary>
    public async Task<IReadOnlyList<ReviewedOpening>> ListAsync(Actor actor, CancellationToken cancel)
    {
        if (!May(actor)) return [];
        var waiting = await care.Set<EmergencyAccess>().AsNoTracking().Where(a => a.ReviewedAt == null).OrderBy(a => a.OpenedAt).ToListAsync(cancel);
        var reviewed = await care.Set<EmergencyAccess>().AsNoTracking().Where(a => a.ReviewedAt != null).OrderByDescending(a => a.ReviewedAt).Take(MostReviewed).ToListAsync(cancel);
        List<EmergencyAccess> all = [.. waiting, .. reviewed];
        foreach (var client in all.Select(a => a.Client).Distinct()) audit.Record(new AuditEvent("break-glass.review-list", "EmergencyAccess", null, client));
        await care.SaveChangesAsync(cancel);
        var names = await clients.CardsAsync([.. all.Select(a => a.Client).Distinct()], cancel);
        var people = await staff.CardsAsync([.. all.Select(a => a.Staff).Distinct()], cancel);
        List<ReviewedOpening> told = new(all.Count);
        foreach (var access in all) told.Add(await TellAsync(access, names, people, cancel));
        return told;
    }

    /// <summary>Null for whoever may not see it, and when there is none; either way the audit stands before this returns.</summary>
    public async Task<ReviewedOpening?> ReadAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        if (!May(actor) || await care.Set<EmergencyAccess>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel) is not { } access) return null;
        await audit.RecordNowAsync(new AuditEvent("break-glass.review-read", "EmergencyAccess", id, access.Client), cancel);
        return await TellAsync(access, await clients.CardsAsync([access.Client], cancel), await staff.CardsAsync([access.Staff], cancel), cancel);
    }

    /// <summary>Says whether it was right. Not on one's own opening; said twice is said once.</summary>
    public Task<Result> HandleAsync(Guid id, ReviewForm form, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (!May(actor) || actor.Account is not { } me || await care.Set<EmergencyAccess>().SingleOrDefaultAsync(a => a.Id == id, token) is not { } access) return Error.NotFound;
        if (!Enum.TryParse<EmergencyVerdict>(form.Verdict, out var verdict) || verdict.ToString() != form.Verdict) return Error.Invalid("Verdict", "Say whether it was right to open the record.");
        var was = access.ReviewedAt;
        var said = access.Review(verdict, form.Note, me, actor.Principal.FindFirstValue("name") ?? "", clock.GetUtcNow());
        if (!said.IsOk || was is not null) return said;
        audit.Record(new AuditEvent("break-glass.review", "EmergencyAccess", id, access.Client, Detail: verdict.ToString()));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    private static bool May(Actor actor) => actor.Kind == ActorKind.Account && actor.IsAny(ProgrammeRoles.Privacy, ProgrammeRoles.Admin);

    private async Task<ReviewedOpening> TellAsync(
        EmergencyAccess access, IReadOnlyDictionary<ClientId, ClientCard> names, IReadOnlyDictionary<StaffId, StaffCard> people, CancellationToken cancel) =>
        new(access, people.GetValueOrDefault(access.Staff)?.DisplayName ?? "", names.GetValueOrDefault(access.Client)?.DisplayName ?? "",
            await marked.CountAsync(new MarkedWay(access.Account, access.Client, access.OpenedAt, access.Until), EmergencyMark.Mark, cancel));
}

internal static class ReadNames
{
    /// <summary>English words for what the audit calls an act, which are their key; null for one that has none.</summary>
    public static string? Key(string action) => action switch
    {
        "client.read" => "The chart",
        "care-team.read" => "The care team",
        "note.read" or "note.print" or "note.pdf" => "A note",
        "screen.read" or "screening.read" => "A screening",
        "need.read" => "A need",
        "exception.read" => "An emergency exception",
        "break-glass.read" => "The page of this opening",
        "break-glass.write" => "Wrote down what was done",
        "client.edit" => "The form for changing the record",
        "client.change" => "Changed the record",
        _ => null,
    };
}

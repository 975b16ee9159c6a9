using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.DecideNeed;

public enum NeedDecision
{
    Confirm,
    Refute,
    Resolve,
}

/// <summary>What was typed about a need, kept as typed so that a form that comes back has lost nothing.</summary>
public sealed record NeedForm(NeedDecision Decision, SessionId? Session, string? ClientWords, string? Wish, string? Since, string? Category, string? Reason)
{
    public static NeedForm? Read(IFormCollection form)
    {
        if (!Enum.TryParse<NeedDecision>(form["Decision"], out var decision) || !Enum.IsDefined(decision)) return null;
        return new NeedForm(
            decision, Guid.TryParse(form["Session"], out var session) ? new SessionId(session) : null,
            form["ClientWords"], form["Wish"], form["Since"], form["Category"], form["Reason"]);
    }
}

/// <summary>The worker has talked a need over with the client, and writes down how it stands.</summary>
internal sealed class DecideNeedHandler(
    CareDb care, QuestionnaireCatalogue catalogue, WhoMay whoMay, RoomTelling room, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public async Task<Result> HandleAsync(NeedId id, NeedForm form, Actor actor, CancellationToken cancel)
    {
        var result = await Redecide.UntilSavedAsync(care, token => DecideAsync(id, form, actor, token), cancel);
        if (result.IsOk) await room.TellAsync(form.Session, "needs", cancel);
        return result;
    }

    private async Task<Result> DecideAsync(NeedId id, NeedForm form, Actor actor, CancellationToken cancel)
    {
        if (await care.Set<Need>().FirstOrDefaultAsync(n => n.Id == id, cancel) is not { } need) return Error.NotFound;
        if (!await whoMay.DecideAsync(need, form.Session, actor, cancel)) return Error.NotFound;
        if (await whoMay.ArchivedAsync(need.ClientId, cancel) is { } archived) return archived;

        var (now, by, before) = (clock.GetUtcNow(), actor.Staff!.Value, need.Status);
        var result = form.Decision switch
        {
            NeedDecision.Confirm => Confirm(need, form, by, now),
            NeedDecision.Refute => need.Refute(form.Reason, form.Session, by, now),
            _ => need.Resolve(form.Reason, by, now),
        };
        if (!result.IsOk || need.Status == before) return result;

        audit.Record(new AuditEvent($"need.{form.Decision.ToString().ToLowerInvariant()}", "Need", id.Value, need.ClientId));
        if (need.Status == NeedStatus.Confirmed) outbox.Publish(new NeedConfirmed(id, need.ClientId, form.Session, now));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }

    private Result Confirm(Need need, NeedForm form, StaffId by, DateTimeOffset now)
    {
        if (!Enum.TryParse<ClientWish>(form.Wish, out var wish)) return Error.Invalid("Wish", "Choose what the client wants.");
        DateOnly? since = null;
        if (!string.IsNullOrWhiteSpace(form.Since))
        {
            if (!DateOnly.TryParseExact(form.Since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return Error.Invalid("Since", "Enter the date as year, month and day.");
            since = day;
        }

        SdohCategory? category = null;
        if (!string.IsNullOrEmpty(form.Category) && form.Category != need.Category)
        {
            category = Alternatives(catalogue, need).FirstOrDefault(c => c.Code == form.Category);
            if (category is null) return Error.Invalid("Category", "Choose one of the kinds listed.");
        }

        return need.Confirm(new Confirmation(form.ClientWords, wish, since, category), form.Session, by, now);
    }

    /// <summary>The other categories that the screens behind this need leave open.</summary>
    internal static IReadOnlyList<SdohCategory> Alternatives(QuestionnaireCatalogue catalogue, Need need) =>
        [.. from evidence in need.Evidence
            let canonical = evidence.Canonical.Split('|')
            from rule in catalogue.Find(canonical[0], canonical[^1])?.Rules ?? []
            where rule.Domain == evidence.Domain
            from category in rule.Alternatives.Prepend(rule.Category).Distinct()
            where category.Code != need.Category
            group category by category.Code into one
            select one.First()];
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.Insurance;

/// <summary>Names the resource file of the words about insurance; the English text is the key.</summary>
public sealed class InsuranceWords;

[ValidatableType]
public sealed class CoverageForm
{
    /// <summary>Made when the form is shown: posting the same form twice keeps one insurance.</summary>
    public Guid Id { get; set; }

    /// <summary>The version that was shown; -1 for a new one.</summary>
    public int Version { get; set; } = -1;

    public string? Payer { get; set; }

    public string? Plan { get; set; }

    public string? MemberId { get; set; }

    public string? Group { get; set; }

    public string? HolderRelation { get; set; } = nameof(Domain.HolderRelation.Self);

    public string? Holder { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? Through { get; set; }

    public int? Order { get; set; } = 1;

    internal static CoverageForm Of(Coverage known) => new()
    {
        Id = known.Id, Version = known.Version, Payer = known.Payer, Plan = known.Plan, MemberId = known.MemberId, Group = known.GroupNumber, HolderRelation = known.Relation.ToString(),
        Holder = known.Holder, From = known.From, Through = known.Through, Order = known.Order,
    };
}

/// <summary>Writes down by what a client is insured.</summary>
internal sealed class KeepCoverageHandler(ChangeClient change, CareDb care)
{
    public Task<Result> HandleAsync(ClientId id, CoverageForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.insurance", async (client, now) =>
        {
            var facts = CoverageFacts.Create(form.Payer, form.Plan, form.MemberId, form.Group, form.Holder, form.HolderRelation, form.From, form.Through, form.Order);
            if (!facts.IsOk) return Result<string>.Fail(facts.Errors);
            var all = await care.Set<Coverage>().Where(c => c.Client == id).ToListAsync(cancel);
            var known = all.Find(c => c.Id == form.Id);
            if (known is { WrongAt: null } && known.Facts == facts.Value) return "";
            if (known is not null && (known.WrongAt is not null || known.Version != form.Version)) return Error.Refused("This insurance was changed in another window or by somebody else. Open it again, then change it.");
            var days = new DateSpan(facts.Value.From ?? DateOnly.MinValue, facts.Value.Through);
            if (all.Exists(c => c.Id != form.Id && c.WrongAt is null && c.Order == facts.Value.Order && new DateSpan(c.From ?? DateOnly.MinValue, c.Through).Overlaps(days)))
                return Error.Invalid("Order", "Another insurance has this place in these days. Give that one its last day, or choose another place.");
            if (known is null) care.Add(Coverage.Record(form.Id, id, facts.Value, now));
            else known.Change(facts.Value);
            client.Touch(now);
            return "coverage:" + form.Id;
        }, cancel);

    public Task<Result> MarkWrongAsync(ClientId id, Guid coverage, string? reason, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.insurance-wrong", async (client, now) =>
        {
            if (await care.Set<Coverage>().SingleOrDefaultAsync(c => c.Id == coverage && c.Client == id, cancel) is not { } known) return Error.NotFound;
            if (known.WrongAt is not null) return "";
            var clean = Text.CleanLines(reason);
            if (clean is null) return Error.Invalid("Reason", "Say what was wrong. The entry is kept with your reason.");
            if (clean.Length > Coverage.LongestReason) return Error.Invalid("Reason", "Keep this under {0} characters.", Coverage.LongestReason);
            known.MarkWrong(clean, now);
            client.Touch(now);
            return "coverage:" + coverage;
        }, cancel);

    /// <summary>All of a client, those that hold today first. The caller has authorized and audited the read.</summary>
    public async Task<IReadOnlyList<Coverage>> OfAsync(ClientId id, CancellationToken cancel) =>
        [.. (await care.Set<Coverage>().AsNoTracking().Where(c => c.Client == id).ToListAsync(cancel)).OrderBy(c => c.WrongAt is not null).ThenBy(c => c.Through is not null).ThenBy(c => c.Order).ThenByDescending(c => c.From)];
}

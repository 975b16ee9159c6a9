using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>What a state lets the holders of a title do, from a day to a day, with the source that says so. A rule is never rewritten: a change closes
/// this row and opens the next edition of the same line, so that a decision of the past can be read back.</summary>
internal sealed class ActRule : IVersioned
{
    public const int LongestSource = 400;

    private ActRule()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>Bumped when the row is closed; <see cref="Edition"/> counts the changes of the rule itself.</summary>
    public int Version { get; private set; }

    /// <summary>The same in every edition of one rule.</summary>
    public Guid Line { get; private set; }

    /// <summary>1, 2, 3 within the line.</summary>
    public int Edition { get; private set; }

    public UsState State { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>Category of the licence that it speaks of; empty for any.</summary>
    public string Category { get; private set; } = "";

    /// <summary>"individual-therapy"; see <see cref="Contracts.LicensedActs"/>.</summary>
    public string Act { get; private set; } = "";

    public bool Allowed { get; private set; }

    /// <summary>Allowed under supervision only, so the house asks the supervisor to co-sign.</summary>
    public bool CosignatureNeeded { get; private set; }

    public DateOnly EffectiveFrom { get; private set; }

    /// <summary>Last day; null while it stands. A day before <see cref="EffectiveFrom"/> means that it was replaced before it ever held.</summary>
    public DateOnly? EffectiveThrough { get; private set; }

    /// <summary>Statute, regulation or board.</summary>
    public string Source { get; private set; } = "";

    /// <summary>False until somebody has read the source: a rule that nobody read opens nothing.</summary>
    public bool IsVerified { get; private set; }

    /// <summary>Who entered it; null for the starting rules and for the house itself.</summary>
    public StaffId? EnteredBy { get; private set; }

    public DateTimeOffset EnteredAt { get; private set; }

    /// <summary>The set of starting rules it came with, when it did.</summary>
    public string? StartingSet { get; private set; }

    public bool NeverHeld => EffectiveThrough < EffectiveFrom;

    public static ActRule Enter(Guid id, ActRuleDetails details, StaffId? by, DateTimeOffset at, string? startingSet = null) => new()
    {
        Id = id, Line = id, Edition = 1, EnteredBy = by, EnteredAt = at, StartingSet = startingSet,
        State = details.State, Title = details.Title, Category = details.Category, Act = details.Act, Allowed = details.Allowed,
        CosignatureNeeded = details.Allowed && details.CosignatureNeeded, EffectiveFrom = details.EffectiveFrom, Source = details.Source,
        IsVerified = details.IsVerified,
    };

    /// <summary>Opens the next edition and closes this one on the day before.</summary>
    /// <exception cref="InvalidOperationException">This edition is closed, or <paramref name="details"/> starts before it.</exception>
    public ActRule Supersede(Guid id, ActRuleDetails details, StaffId? by, DateTimeOffset at)
    {
        if (EffectiveThrough is not null) throw new InvalidOperationException("A closed rule can't be changed.");
        if (details.EffectiveFrom < EffectiveFrom) throw new InvalidOperationException("A rule can't be changed from a day before it began.");
        var next = Enter(id, details with { State = State, Title = Title, Category = Category, Act = Act }, by, at);
        next.Line = Line;
        next.Edition = Edition + 1;
        EffectiveThrough = details.EffectiveFrom.AddDays(-1);
        return next;
    }

    /// <summary>Ends it without another: from the day after, the gate answers that there is no rule.</summary>
    public void Close(DateOnly through) => EffectiveThrough ??= through;

    public bool HoldsOn(DateOnly day) => new DateSpan(EffectiveFrom, EffectiveThrough).Holds(day);

    public bool SpeaksOf(HeldLicence licence) =>
        State == licence.State && Title.Equals(licence.Title, StringComparison.OrdinalIgnoreCase)
        && (Category.Length == 0 || Category.Equals(licence.Category, StringComparison.OrdinalIgnoreCase));

    /// <summary>One line for a decision: which rule, which edition, by what source.</summary>
    public string Cite() => FormattableString.Invariant(
        $"{State} {Title}, {Act}, edition {Edition} from {EffectiveFrom:yyyy-MM-dd}{(IsVerified ? "" : ", not verified")}: {Source}");
}

/// <summary>Content of a rule that was checked.</summary>
internal sealed record ActRuleDetails(
    UsState State, string Title, string Category, string Act, bool Allowed, bool CosignatureNeeded, DateOnly EffectiveFrom, string Source, bool IsVerified)
{
    public static Result<ActRuleDetails> Create(
        string? state, string? title, string? category, string? act, bool allowed, bool cosignatureNeeded, DateOnly? effectiveFrom, string? source, bool isVerified)
    {
        List<Error> errors = [];
        var (cleanTitle, cleanCategory, cleanAct, cleanSource) = (Text.Clean(title), Text.Clean(category), Text.Clean(act), Text.Clean(source));
        if (!UsState.TryParse(state, out var place)) errors.Add(Error.Invalid("State", "Choose the state."));
        if (cleanTitle is null) errors.Add(Error.Invalid("Title", "Enter the title, like LCSW."));
        if (cleanAct is null || !cleanAct.All(c => c is '-' || char.IsAsciiLetterLower(c)))
            errors.Add(Error.Invalid("Act", "Enter the act in small letters with hyphens, like individual-therapy."));
        if (allowed && cleanTitle is not null && cleanAct is not null && SocialWorkScope.Forbids(cleanTitle, cleanAct))
            errors.Add(Error.Invalid("Says", "Social workers don't prescribe. A rule can only say that they may not."));
        if (effectiveFrom is null) errors.Add(Error.Invalid("EffectiveFrom", "Enter the day from which the rule holds."));
        if (cleanSource is null) errors.Add(Error.Invalid("Source", "Enter the statute, regulation or board that says so."));
        foreach (var (field, value, most) in new[] { ("Title", cleanTitle, 40), ("Category", cleanCategory, 60), ("Act", cleanAct, 60), ("Source", cleanSource, ActRule.LongestSource) })
            if (value?.Length > most) errors.Add(Error.Invalid(field, "Keep this under {0} characters.", most));
        return errors.Count > 0
            ? Result<ActRuleDetails>.Fail(errors)
            : new ActRuleDetails(place, cleanTitle!, cleanCategory ?? "", cleanAct!, allowed, cosignatureNeeded, effectiveFrom!.Value, cleanSource!, isVerified);
    }
}

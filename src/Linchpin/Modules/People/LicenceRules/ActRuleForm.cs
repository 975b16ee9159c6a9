using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.LicenceRules;

/// <summary>What an administrator types about a rule, to add one or to open its next edition.</summary>
[ValidatableType]
public sealed class ActRuleForm
{
    public const string MayAlone = "alone";
    public const string MaySupervised = "supervised";
    public const string MayNot = "not";

    /// <summary>Id of the row to be written, made when the form is shown: posting the same form twice writes one.</summary>
    public Guid Id { get; set; }

    /// <summary>The edition that was read; 0 for a new rule.</summary>
    public int Edition { get; set; }

    public string? State { get; set; }

    public string? Title { get; set; }

    public string? Category { get; set; }

    public string? Act { get; set; }

    /// <summary>One of <see cref="MayAlone"/>, <see cref="MaySupervised"/>, <see cref="MayNot"/>.</summary>
    public string? Says { get; set; }

    public DateOnly? EffectiveFrom { get; set; }

    public string? Source { get; set; }

    public bool IsVerified { get; set; }

    internal static ActRuleForm Of(ActRule rule, Guid next, DateOnly today) => new()
    {
        Id = next, Edition = rule.Edition, State = rule.State.Code, Title = rule.Title, Category = rule.Category, Act = rule.Act,
        Says = rule switch { { Allowed: false } => MayNot, { CosignatureNeeded: true } => MaySupervised, _ => MayAlone },
        EffectiveFrom = today < rule.EffectiveFrom ? rule.EffectiveFrom : today, Source = rule.Source, IsVerified = rule.IsVerified,
    };

    internal Result<ActRuleDetails> Check()
    {
        var details = ActRuleDetails.Create(State, Title, Category, Act, Says is MayAlone or MaySupervised, Says == MaySupervised, EffectiveFrom, Source, IsVerified);
        return Says is MayAlone or MaySupervised or MayNot
            ? details
            : Result<ActRuleDetails>.Fail([.. details.Errors, Error.Invalid("Says", "Choose what the rule says.")]);
    }
}

/// <summary>Which rule to close, and when.</summary>
[ValidatableType]
public sealed class CloseRuleForm
{
    public int Edition { get; set; }

    public DateOnly? Through { get; set; }
}

using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>
/// How one domain of an instrument is judged, as declared in the questionnaire file by the extension <c>screening-rule</c>
/// (docs/decisions says why). The text and version are shown with every result.
/// </summary>
/// <param name="Domain">Stable key of the domain within the instrument.</param>
/// <param name="Alternatives">Categories the worker may choose instead once the need has been talked over with the client.</param>
internal abstract record ScreeningRule(
    string Domain,
    LocalText Title,
    string Version,
    LocalText Text,
    ImmutableArray<string> Sources,
    SdohCategory Category,
    ImmutableArray<SdohCategory> Alternatives,
    ImmutableArray<CategoryWhen> CategoryWhen,
    FindingItem? Finding)
{
    /// <summary>The items that must all be answered before "no need found" may be said.</summary>
    public abstract IEnumerable<string> Needed { get; }
}

/// <summary>One of the listed answers to any item is a positive screen.</summary>
internal sealed record AnyPositive(
    string Domain,
    LocalText Title,
    string Version,
    LocalText Text,
    ImmutableArray<string> Sources,
    SdohCategory Category,
    ImmutableArray<SdohCategory> Alternatives,
    ImmutableArray<CategoryWhen> CategoryWhen,
    FindingItem? Finding,
    ImmutableArray<PositiveAnswers> Positive)
    : ScreeningRule(Domain, Title, Version, Text, Sources, Category, Alternatives, CategoryWhen, Finding)
{
    public override IEnumerable<string> Needed => Positive.Select(p => p.LinkId);
}

/// <summary>The points of the items are added; the threshold or more is a positive screen.</summary>
/// <param name="Lowest">Points when every item is answered with its lowest answer; <paramref name="Highest"/> likewise.</param>
internal sealed record SumAtLeast(
    string Domain,
    LocalText Title,
    string Version,
    LocalText Text,
    ImmutableArray<string> Sources,
    SdohCategory Category,
    ImmutableArray<SdohCategory> Alternatives,
    ImmutableArray<CategoryWhen> CategoryWhen,
    FindingItem? Finding,
    ImmutableArray<string> LinkIds,
    int Threshold,
    int Lowest,
    int Highest,
    string? TotalLinkId)
    : ScreeningRule(Domain, Title, Version, Text, Sources, Category, Alternatives, CategoryWhen, Finding)
{
    public override IEnumerable<string> Needed => LinkIds;
}

internal sealed record PositiveAnswers(string LinkId, FrozenSet<string> Codes);

/// <summary>A certain answer moves the need into another category: no steady place to live is homelessness.</summary>
internal sealed record CategoryWhen(string LinkId, string Code, SdohCategory Category);

/// <summary>The derived item of the instrument that says the outcome in the instrument's own code (LOINC 88124-3 of the Hunger Vital Sign).</summary>
internal sealed record FindingItem(string LinkId, string PositiveCode, string NegativeCode);

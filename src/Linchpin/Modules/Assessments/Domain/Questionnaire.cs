using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>
/// An instrument as a FHIR R4 Questionnaire file describes it: its items in the instrument's own words, and the rules by which answers are
/// judged. Made only by <see cref="QuestionnaireReader"/>, so whoever holds one holds a valid one.
/// </summary>
internal sealed class Questionnaire
{
    internal Questionnaire(
        QuestionnaireHead head, ImmutableArray<Section> sections, ImmutableArray<DerivedItem> derived, ImmutableArray<ScreeningRule> rules)
    {
        Head = head;
        Sections = sections;
        Derived = derived;
        Rules = rules;
        Items = [.. sections.SelectMany(s => s.Items)];
        byLinkId = Items.ToFrozenDictionary(i => i.LinkId, StringComparer.Ordinal);
    }

    private readonly FrozenDictionary<string, ChoiceItem> byLinkId;

    public QuestionnaireHead Head { get; }
    public string Url => Head.Url;
    public string Version => Head.Version;

    /// <summary>The FHIR canonical with its version, <c>url|version</c>: what a response says it answers.</summary>
    public string Canonical => $"{Url}|{Version}";

    public ImmutableArray<Section> Sections { get; }

    /// <summary>The questions a person answers, in order.</summary>
    public ImmutableArray<ChoiceItem> Items { get; }

    /// <summary>Items nobody answers: totals and findings that a rule fills in.</summary>
    public ImmutableArray<DerivedItem> Derived { get; }

    public ImmutableArray<ScreeningRule> Rules { get; }

    public ChoiceItem? Find(string linkId) => byLinkId.GetValueOrDefault(linkId);
}

/// <param name="Notice">Shown with every form: who owns the instrument and its codes (Questionnaire.copyright).</param>
/// <param name="Permission">Why we may use it.</param>
/// <param name="Citations">Papers and sources of the items.</param>
/// <param name="Unverified">What nobody checked yet; an administrator reads it before relying on the file.</param>
/// <param name="Introduction">Written by us, in plain words; not part of the instrument.</param>
internal sealed record QuestionnaireHead(
    string Url,
    string Version,
    string Id,
    LocalText Title,
    Coded Code,
    string Publisher,
    string Notice,
    string Permission,
    ImmutableArray<string> Citations,
    ImmutableArray<string> Unverified,
    LocalText? Introduction);

internal sealed record Coded(string System, string Code, string Display);

/// <param name="LinkId">Null where the instrument has no sections.</param>
/// <param name="LeadIn">The instrument's own sentence before the items.</param>
/// <param name="Help">Written by us.</param>
internal sealed record Section(string? LinkId, LocalText? Title, LocalText? LeadIn, LocalText? Help, ImmutableArray<ChoiceItem> Items);

/// <param name="Prefix">The item's number in the instrument.</param>
/// <param name="Several">More than one answer may be chosen.</param>
/// <param name="Help">Written by us.</param>
internal sealed record ChoiceItem(
    string LinkId, string? Prefix, Coded Code, LocalText Text, bool Several, LocalText? Help, ImmutableArray<AnswerOption> Options)
{
    public AnswerOption? Find(string code) => Options.FirstOrDefault(o => o.Code.Code == code);
}

/// <param name="Ordinal">Points of this answer where the instrument scores it (FHIR ordinalValue).</param>
/// <param name="Exclusive">Cannot stand beside another answer, as "None of the above" (FHIR questionnaire-optionExclusive).</param>
internal sealed record AnswerOption(Coded Code, LocalText Text, int? Ordinal, bool Exclusive);

/// <param name="Options">Empty for a total.</param>
internal sealed record DerivedItem(string LinkId, string? SectionLinkId, Coded Code, LocalText Text, ImmutableArray<AnswerOption> Options);

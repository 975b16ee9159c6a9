using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>What a screen says of one domain. Only <see cref="NegativeScreen"/> means that no need was found.</summary>
internal enum ScreenOutcome
{
    /// <summary>A suspected need: something to talk over with the client.</summary>
    Positive,

    /// <summary>Every needed item was answered, and none points to a need.</summary>
    NegativeScreen,

    /// <summary>Something needed was left blank or is not known, and what was answered is not positive by itself.</summary>
    Unknown,

    /// <summary>All that is missing was declined: there is nothing left to ask.</summary>
    Declined,
}

/// <summary>
/// The judgement of one screen, kept as it was made: with the rules' words and versions of that day, so that a later change of a file changes no
/// old result.
/// </summary>
internal sealed record ScreenResult(string Url, string Version, LocalText Title, DateTimeOffset ScoredAt, ImmutableArray<DomainResult> Domains)
{
    public string Canonical => $"{Url}|{Version}";

    public string ToJson() => JsonSerializer.Serialize(this, SnapshotJson.Options);

    /// <exception cref="JsonException">The stored text is not what <see cref="ToJson"/> wrote.</exception>
    public static ScreenResult FromJson(string json) =>
        JsonSerializer.Deserialize<ScreenResult>(json, SnapshotJson.Options) ?? throw new JsonException("A stored result is null.");
}

/// <param name="Rule">The rule in words, as declared in the file; <paramref name="RuleVersion"/> and <paramref name="RuleSources"/> beside it.</param>
/// <param name="Category">Code of the guide's category a need of this domain belongs to.</param>
/// <param name="Alternatives">Codes the worker may choose instead when confirming.</param>
/// <param name="Because">The answers that made it positive; empty otherwise.</param>
/// <param name="Missing">The needed items without an answer, and why.</param>
/// <param name="Score">Null where the rule adds nothing up.</param>
internal sealed record DomainResult(
    string Domain,
    LocalText Title,
    ScreenOutcome Outcome,
    string Category,
    ImmutableArray<string> Alternatives,
    LocalText Rule,
    string RuleVersion,
    ImmutableArray<string> RuleSources,
    ImmutableArray<AnswerGiven> Because,
    ImmutableArray<MissingAnswer> Missing,
    SumScore? Score);

internal sealed record AnswerGiven(string LinkId, LocalText Question, string Code, LocalText Answer);

internal enum WhyMissing
{
    LeftBlank,
    Declined,
    NotKnown,
}

internal sealed record MissingAnswer(string LinkId, LocalText Question, WhyMissing Why);

/// <param name="Total">Null unless every item was answered: a sum of some of the items is no total.</param>
/// <param name="OfAnswered">The points of the items that were answered.</param>
internal sealed record SumScore(int? Total, int OfAnswered, int Threshold, int Lowest, int Highest);

/// <summary>One way of writing what is kept as JSON in the database; enums by name, so that reordering one changes no stored row.</summary>
internal static class SnapshotJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = false,
    };
}

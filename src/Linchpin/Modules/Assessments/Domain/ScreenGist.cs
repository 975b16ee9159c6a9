using System.Text.Json;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>What a chart tells of a kept <see cref="ScreenResult"/>, read from the same text. Rules, sources and answers are most of that text; a chart shows dozens of
/// results and none of those, so they are read past.</summary>
internal sealed record ScreenGist(string Url, LocalText Title, DateTimeOffset ScoredAt, IReadOnlyList<DomainGist> Domains)
{
    /// <exception cref="JsonException">The stored text is not what <see cref="ScreenResult.ToJson"/> wrote.</exception>
    public static ScreenGist FromJson(string json) =>
        JsonSerializer.Deserialize<ScreenGist>(json, SnapshotJson.Options) ?? throw new JsonException("A stored result is null.");
}

/// <param name="Score">Null where the rule adds nothing up.</param>
internal sealed record DomainGist(string Domain, LocalText Title, ScreenOutcome Outcome, SumScore? Score);

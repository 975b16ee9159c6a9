using System.Collections.Immutable;
using System.Text.Json;
using Linchpin.Kernel;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>How an item was answered. An item that was left blank has no <see cref="ItemAnswer"/> at all.</summary>
internal enum AnswerKind
{
    Chosen,
    Declined,
    NotKnown,
}

/// <summary>The answer to one item: coded answers, "I'd rather not answer", or "I don't know".</summary>
internal sealed record ItemAnswer
{
    private ItemAnswer(AnswerKind kind, ImmutableArray<string> codes)
    {
        Kind = kind;
        Codes = codes;
    }

    public AnswerKind Kind { get; }

    /// <summary>Answer codes in the order of the code strings, without repeats; empty unless chosen.</summary>
    public ImmutableArray<string> Codes { get; }

    public static readonly ItemAnswer Declined = new(AnswerKind.Declined, []);
    public static readonly ItemAnswer NotKnown = new(AnswerKind.NotKnown, []);

    public static ItemAnswer Chose(params IEnumerable<string> codes) =>
        new(AnswerKind.Chosen, [.. codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public bool Equals(ItemAnswer? other) =>
        other is not null && Kind == other.Kind && Codes.AsSpan().SequenceEqual(other.Codes.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Kind, Codes.Length, Codes.IsEmpty ? null : Codes[0]);
}

/// <summary>
/// All that is answered of one questionnaire so far. Immutable: <see cref="With"/> returns a new set, and refuses what the questionnaire does not
/// offer, so that stored answers are always among the instrument's own.
/// </summary>
internal sealed class Answers
{
    private readonly ImmutableSortedDictionary<string, ItemAnswer> items;

    private Answers(ImmutableSortedDictionary<string, ItemAnswer> items) => this.items = items;

    public static readonly Answers None = new(ImmutableSortedDictionary.Create<string, ItemAnswer>(StringComparer.Ordinal));

    /// <summary>The answer to an item; null where it was left blank.</summary>
    public ItemAnswer? this[string linkId] => items.GetValueOrDefault(linkId);

    public int Count => items.Count;

    /// <summary>
    /// Records, replaces or (with null, or with no code chosen) takes back the answer to one item. A refusal names the item's link id as its
    /// field.
    /// </summary>
    public Result<Answers> With(Questionnaire questionnaire, string linkId, ItemAnswer? answer)
    {
        if (questionnaire.Find(linkId) is not { } item)
            return Error.Invalid(linkId, "This question is not part of the questionnaire.");
        if (answer is null or { Kind: AnswerKind.Chosen, Codes.IsEmpty: true })
            return new Answers(items.Remove(linkId));

        if (answer.Codes.Any(code => item.Find(code) is null))
            return Error.Invalid(linkId, "This is not one of the answers to choose from.");
        if (answer.Codes.Length > 1 && !item.Several)
            return Error.Invalid(linkId, "Choose one answer only.");
        if (answer.Codes.Length > 1 && answer.Codes.Any(code => item.Find(code)!.Exclusive))
            return Error.Invalid(linkId, "“None of the above” can't be chosen together with another answer.");

        return new Answers(items.SetItem(linkId, answer));
    }

    /// <summary>
    /// Records a whole posted form: every item that is right is kept even when another is refused, so one slip loses nothing else.
    /// </summary>
    public (Answers Kept, ImmutableArray<Error> Refused) WithAll(Questionnaire questionnaire, IEnumerable<KeyValuePair<string, ItemAnswer?>> posted)
    {
        var kept = this;
        var refused = ImmutableArray.CreateBuilder<Error>();
        foreach (var (linkId, answer) in posted)
        {
            var result = kept.With(questionnaire, linkId, answer);
            if (result.IsOk)
                kept = result.Value;
            else
                refused.AddRange(result.Errors);
        }

        return (kept, refused.ToImmutable());
    }

    private sealed record Stored(AnswerKind Kind, string[]? Codes);

    public string ToJson() => JsonSerializer.Serialize(
        items.ToDictionary(i => i.Key, i => new Stored(i.Value.Kind, i.Value.Codes.IsEmpty ? null : [.. i.Value.Codes])), SnapshotJson.Options);

    /// <exception cref="JsonException">The stored text is not what <see cref="ToJson"/> wrote.</exception>
    public static Answers FromJson(string json)
    {
        var stored = JsonSerializer.Deserialize<Dictionary<string, Stored>>(json, SnapshotJson.Options)
            ?? throw new JsonException("Stored answers are null.");
        return new Answers(stored.ToImmutableSortedDictionary(
            s => s.Key,
            s => s.Value.Kind switch
            {
                AnswerKind.Declined => ItemAnswer.Declined,
                AnswerKind.NotKnown => ItemAnswer.NotKnown,
                _ => ItemAnswer.Chose(s.Value.Codes ?? []),
            },
            StringComparer.Ordinal));
    }
}

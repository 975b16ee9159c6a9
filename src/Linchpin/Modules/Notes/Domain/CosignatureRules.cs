using System.Text.Json;
using Linchpin.Kernel;

namespace Linchpin.Modules.Notes.Domain;

/// <summary>How long a co-signature may take.</summary>
/// <param name="State">USPS code; null for every state without a rule of its own.</param>
/// <param name="Days">Whole days after the author's signature.</param>
/// <param name="EffectiveFrom">The day from which the house relies on it.</param>
/// <param name="IsPolicy">The programme's own custom, and no law.</param>
/// <param name="Source">Statute, regulation, or what was decided.</param>
internal sealed record CosignatureRule(string? State, int Days, DateOnly EffectiveFrom, bool IsPolicy, string Source)
{
    /// <summary>One line for the note.</summary>
    public string Cite() => FormattableString.Invariant($"{(IsPolicy ? "Programme policy" : State)}, {Days} days: {Source}");
}

/// <summary>The rules of Content/cosignature.json.</summary>
internal sealed class CosignatureRules(IReadOnlyList<CosignatureRule> rules)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the embedded file.</summary>
    /// <exception cref="InvalidOperationException">The file is missing, empty, or has no rule for states without their own.</exception>
    public static CosignatureRules Load()
    {
        var assembly = typeof(CosignatureRules).Assembly;
        using var stream = assembly.GetManifestResourceStream("Linchpin.Modules.Notes.Content.cosignature.json") ?? throw new InvalidOperationException("cosignature.json is missing.");
        var file = JsonSerializer.Deserialize<RuleFile>(stream, Format) ?? throw new InvalidOperationException("cosignature.json is empty.");
        foreach (var rule in file.Rules)
            if (rule.Days < 1 || string.IsNullOrWhiteSpace(rule.Source) || rule.Cite().Length > Cosignature.LongestBasis || (rule.State is { } code && !UsState.TryParse(code, out _)))
                throw new InvalidOperationException($"cosignature.json: the rule for {rule.State ?? "every state"} is not whole.");
        return file.Rules.Any(r => r.State is null) ? new CosignatureRules(file.Rules) : throw new InvalidOperationException("cosignature.json has no rule for every state.");
    }

    /// <summary>The newest rule of that state that holds on that day, else the newest for every state, else the first of those.</summary>
    public CosignatureRule For(UsState? place, DateOnly day)
    {
        var holding = rules.Where(r => r.EffectiveFrom <= day).OrderByDescending(r => r.EffectiveFrom).ToList();
        return holding.Find(r => place is not null && r.State == place.Value.Code) ?? holding.Find(r => r.State is null) ?? rules.First(r => r.State is null);
    }

    private sealed record RuleFile(string Set, string About, IReadOnlyList<CosignatureRule> Rules);
}

/// <summary>Whether a note needs a co-signature, as the gate decided in its session.</summary>
internal static class CosignatureNeed
{
    private const string Supervised = "LicensedUnderSupervision";
    private const string Independent = "Licensed";

    /// <param name="facts">What the session knew.</param>
    /// <param name="supervisedNow">The author's own licence is a supervised one. It counts where the gate never found them licensed independently.</param>
    public static (bool Needed, UsState? Place) Of(NoteFacts facts, bool supervisedNow)
    {
        // A colleague's lines carry their name; facts of before codes say nothing that can be relied on.
        var own = facts.Items.Where(f => f.Kind == FactKind.Gate && f.Detail is null).Select(f => f.Code?.Split('/')).Where(c => c is { Length: 2 }).ToList();
        if (own.FindLast(c => c![1] == Supervised) is { } found) return (true, UsState.TryParse(found[0], out var place) ? place : null);
        return (supervisedNow && !own.Exists(c => c![1] == Independent), null);
    }
}

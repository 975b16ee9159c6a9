using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Sessions.Contracts;

namespace Linchpin.Modules.Notes.Facts;

/// <summary>Screens with their results, the needs that were talked over with the client in that session, and those that still wait to be.</summary>
internal sealed class AssessmentFacts(IScreens screens, INeeds needs) : IFactSource
{
    public async Task<IReadOnlyList<NoteFact>> ForAsync(SessionFacts known, CancellationToken cancel)
    {
        List<NoteFact> facts = [];
        foreach (var screen in await screens.ForSessionAsync(known.Session, cancel))
        {
            var source = new FactSource("QuestionnaireResponse", screen.Screen.Value);
            var at = Instants.Stored(screen.CompletedAt);
            // What could not be judged is said as such: an unanswered question is never "no need".
            facts.AddRange(screen.Domains.Select(d => new NoteFact(
                FactKind.Screen, source, $"{screen.Title}, {d.Title}: {d.OutcomeText}{(d.Total is { } total ? FormattableString.Invariant($" ({total})") : "")}",
                $"{screen.ModeText}. {d.Rule} ({d.RuleVersion})", d.Outcome.ToString(), at)));
        }

        facts.AddRange((await needs.DecidedInAsync(known.Session, cancel)).Select(n => Fact(n, n.DecidedAt)));
        // What was first suspected after the session is no part of it.
        facts.AddRange((await needs.OpenAsync(known.Client, cancel))
            .Where(n => n.Standing == NeedStanding.Suspected && (known.EndedAt is not { } ended || n.Since <= ended)).Select(n => Fact(n, n.Since)));
        return facts;
    }

    private static NoteFact Fact(NeedCard need, DateTimeOffset? at) => new(
        FactKind.Need, new FactSource("Need", need.Need.Value), $"{need.Title}: {need.StandingText}", Detail(need), $"{need.Category}/{need.Standing}",
        at is { } instant ? Instants.Stored(instant) : null);

    private static string? Detail(NeedCard need)
    {
        var lines = new[] { need.ClientWords is null ? null : $"“{need.ClientWords}”", need.WishText, need.Reason }.Where(l => !string.IsNullOrWhiteSpace(l)).ToList();
        return lines.Count == 0 ? null : string.Join(". ", lines);
    }
}

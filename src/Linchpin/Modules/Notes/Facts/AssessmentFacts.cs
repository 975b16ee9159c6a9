using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Notes.Domain;

namespace Linchpin.Modules.Notes.Facts;

/// <summary>Screens with their results, and the needs that were talked over with the client in that session.</summary>
internal sealed class AssessmentFacts(IScreens screens, INeeds needs) : IFactSource
{
    public async Task<IReadOnlyList<NoteFact>> ForAsync(SessionId session, ClientId client, CancellationToken cancel)
    {
        List<NoteFact> facts = [];
        foreach (var screen in await screens.ForSessionAsync(session, cancel))
        {
            var source = new FactSource("QuestionnaireResponse", screen.Screen.Value);
            var at = Instants.Stored(screen.CompletedAt);
            // What could not be judged is said as such: an unanswered question is never "no need".
            facts.AddRange(screen.Domains.Select(d => new NoteFact(
                FactKind.Screen, source, $"{screen.Title}, {d.Title}: {d.OutcomeText}{(d.Total is { } total ? FormattableString.Invariant($" ({total})") : "")}",
                $"{screen.ModeText}. {d.Rule} ({d.RuleVersion})", d.Outcome.ToString(), at)));
        }

        facts.AddRange((await needs.DecidedInAsync(session, cancel)).Select(n => new NoteFact(
            FactKind.Need, new FactSource("Need", n.Need.Value), $"{n.Title}: {n.StandingText}", Detail(n), $"{n.Category}/{n.Standing}", n.DecidedAt is { } at ? Instants.Stored(at) : null)));
        return facts;
    }

    private static string? Detail(NeedCard need)
    {
        var lines = new[] { need.ClientWords is null ? null : $"“{need.ClientWords}”", need.WishText, need.Reason }.Where(l => !string.IsNullOrWhiteSpace(l)).ToList();
        return lines.Count == 0 ? null : string.Join(". ", lines);
    }
}

using System.Collections.Immutable;
using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>
/// From the judgement of a screen to the needs it raises. A client who already has an open need of that kind gets no second one; the screen is added
/// to its evidence instead.
/// </summary>
internal static class SuspectedNeeds
{
    /// <param name="known">All needs of this client.</param>
    /// <returns>The needs to add. Needs in <paramref name="known"/> that the screen points to have gained evidence.</returns>
    public static ImmutableArray<Need> From(ClientId client, ScreeningResponseId screen, ScreenResult result, IReadOnlyCollection<Need> known)
    {
        var raised = ImmutableArray.CreateBuilder<Need>();
        foreach (var domain in result.Domains.Where(d => d.Outcome == ScreenOutcome.Positive))
        {
            // Refuted or resolved since: this very screen has had its say, and must not raise the need again when it is completed twice.
            if (known.Any(n => n.Id == Need.RaisedBy(screen, domain.Domain)))
                continue;
            if (known.FirstOrDefault(n => n.IsOpen && IsSame(n, domain)) is { } open)
                open.PointedToBy(screen, result, domain);
            else
                raised.Add(Need.Suspect(client, screen, result, domain));
        }

        return raised.ToImmutable();
    }

    // Lost housing after worry about losing it is news, not the same need; a safety need keeps its identity when the worker has given it a category.
    private static bool IsSame(Need need, DomainResult domain) =>
        need.Category == domain.Category || (domain.Category == SdohCategory.Unspecified.Code && need.Domain == domain.Domain);
}

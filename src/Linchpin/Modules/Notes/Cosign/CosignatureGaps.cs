using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.People.Contracts;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Notes.Cosign;

/// <summary>Tells the supervisor's page whose notes still lack a co-signature.</summary>
internal sealed class CosignatureGaps(INoteDirectory notes, IStringLocalizer<NotesWords> words) : IGapSource
{
    private const string Worklist = "/notes/co-signatures";

    public async Task<IReadOnlyList<StaffGap>> ForAsync(IReadOnlyList<SupervisedWork> people, DateOnly today, CancellationToken cancel)
    {
        List<StaffGap> gaps = [];
        foreach (var author in (await notes.AwaitedAsync([.. people.Select(p => p.Staff)], cancel)).GroupBy(a => a.Author))
        {
            var late = author.Count(a => a.Days < 0);
            if (late > 0) gaps.Add(new StaffGap(author.Key, GapWeight.Now, words["Co-signatures overdue: {0}", late], Worklist));
            if (author.Count() > late) gaps.Add(new StaffGap(author.Key, GapWeight.Soon, words["Notes that wait for a co-signature: {0}", author.Count() - late], Worklist));
        }

        return gaps;
    }
}

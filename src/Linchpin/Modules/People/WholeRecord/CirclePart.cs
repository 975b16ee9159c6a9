using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.WholeRecord;

/// <summary>Who stands by them, who pays, and what they asked to be corrected.</summary>
internal sealed class CirclePart(CareDb care, IStringLocalizer<RecordWords> words) : IRecordPart
{
    public int Order => 20;

    public string Name => "circle";

    public IReadOnlyList<Type> Covers => [typeof(SupporterTie), typeof(Coverage), typeof(CorrectionRequest)];

    public async Task<RecordChapter> ReadAsync(RecordAsked asked, CancellationToken cancel)
    {
        List<RecordEntry> entries = [];
        foreach (var tie in await care.Set<SupporterTie>().AsNoTracking().Include(t => t.Supporter).Where(t => t.Client == asked.Client).OrderBy(t => t.RecordedAt).ToListAsync(cancel))
        {
            entries.Add(asked.Entry(words["Somebody who stands by you"])
                .With("name", words["Name"], tie.Supporter.Name)
                .With("relationship", words["What they are to you"], tie.Facts.Words)
                .With("phone", words["Telephone"], tie.Supporter.Reach.Phone?.Value, tie.Supporter.Reach.Phone?.Shown)
                .With("emergencyContact", words["Called in an emergency"], tie.IsEmergencyContact, tie.IsEmergencyContact ? words["Yes"] : words["No"])
                .With("mayBeTold", words["May be told"], tie.Facts.MayBeTold)
                .With("release", words["Release of information"], tie.Facts.ReleaseScope)
                .With("releaseExpires", words["Release ends"], tie.Facts.ReleaseExpires)
                .With("ended", words["Until"], tie.EndedAt));
        }

        foreach (var coverage in await care.Set<Coverage>().AsNoTracking().Where(c => c.Client == asked.Client).OrderBy(c => c.RecordedAt).ToListAsync(cancel))
        {
            entries.Add(asked.Entry(words["Insurance"])
                .With("payer", words["Who pays"], coverage.Payer)
                .With("plan", words["Plan"], coverage.Plan)
                .With("memberId", words["Member number"], coverage.MemberId)
                .With("group", words["Group"], coverage.GroupNumber)
                .With("holder", words["Holder"], coverage.Holder)
                .With("from", words["First day"], coverage.From)
                .With("through", words["Last day"], coverage.Through)
                .With("enteredInError", words["Was never true"], coverage.WrongReason));
        }

        foreach (var request in await care.Set<CorrectionRequest>().AsNoTracking().Where(r => r.Client == asked.Client).OrderBy(r => r.AskedAt).ToListAsync(cancel))
        {
            entries.Add(asked.Entry(words["A correction you asked for"])
                .With("asked", words["When"], request.AskedAt)
                .With("wrong", words["What is wrong"], request.Wrong)
                .With("shouldSay", words["What it should say"], request.ShouldSay)
                .With("status", words["Answer"], request.Status.ToString(), Status(request.Status))
                .With("answer", words["What we answered"], request.Answer)
                .With("answered", words["Answered on"], request.AnsweredAt)
                .With("disagreement", words["What you said to that"], request.Disagreement)
                .With("rebuttal", words["What we said to that"], request.Rebuttal));
        }

        return new RecordChapter(words["Who stands by you, insurance, corrections"], entries);
    }

    private string Status(CorrectionStatus status) => status switch
    {
        CorrectionStatus.Accepted => words["Accepted"],
        CorrectionStatus.Denied => words["Denied"],
        _ => words["Not answered yet"],
    };
}

using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.BreakGlass;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Team.WholeRecord;

/// <summary>Who cared for them, and who opened their record in an emergency.</summary>
internal sealed class TeamPart(CareDb care, IStaffDirectory staff, IStringLocalizer<TeamWords> words, IStringLocalizer<BreakGlassWords> emergency) : IRecordPart
{
    public int Order => 30;

    public string Name => "careTeam";

    public IReadOnlyList<Type> Covers => [typeof(CareTeamMember), typeof(EmergencyAccess), typeof(EmergencyAccount)];

    public async Task<RecordChapter> ReadAsync(RecordAsked asked, CancellationToken cancel)
    {
        var members = await care.Set<CareTeamMember>().AsNoTracking().Where(m => m.Client == asked.Client).OrderBy(m => m.From).ToListAsync(cancel);
        var accesses = await care.Set<EmergencyAccess>().AsNoTracking().Where(a => a.Client == asked.Client).OrderBy(a => a.OpenedAt).ToListAsync(cancel);
        var accounts = (await care.Set<EmergencyAccount>().AsNoTracking().Where(a => a.Client == asked.Client).OrderBy(a => a.At).ToListAsync(cancel)).ToLookup(a => a.Access);
        var names = await staff.CardsAsync([.. members.Select(m => m.Staff).Concat(accesses.Select(a => a.Staff)).Distinct()], cancel);
        List<RecordEntry> entries = [.. members.Select(m => asked.Entry(words["Somebody on your care team"])
            .With("name", words["Name"], names.GetValueOrDefault(m.Staff)?.DisplayName ?? m.Staff.ToString())
            .With("title", words["Title"], names.GetValueOrDefault(m.Staff)?.Title)
            .With("from", words["First day"], m.From)
            .With("through", words["Last day"], m.Through))];
        foreach (var access in accesses)
        {
            var entry = asked.Entry(words["Your record was opened in an emergency"])
                .With("by", words["By"], names.GetValueOrDefault(access.Staff)?.DisplayName ?? access.Staff.ToString())
                .With("opened", words["When"], access.OpenedAt)
                .With("reason", words["Why"], access.Reason.ToString(), emergency[access.Reason.Key()])
                .With("words", words["In their words"], access.Words);
            foreach (var account in accounts[access.Id]) entry.With("account", words["What they did"], account.Words);
            entries.Add(entry);
        }

        return new RecordChapter(words["Who cares for you"], entries);
    }
}

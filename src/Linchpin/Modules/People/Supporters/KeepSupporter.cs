using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.Supporters;

/// <summary>Somebody whom the house knows already, found by their telephone among those who stand by other clients of the reader.</summary>
public sealed record KnownSupporter(Guid Id, string Name);

/// <summary>Writes down who stands by a client. A person who stands by two is one person, and neither client's page tells of the other.</summary>
internal sealed class KeepSupporterHandler(ChangeClient change, CareDb care, IClientReach reach, ISupporterInvitations invitations)
{
    public Task<Result> HandleAsync(ClientId id, SupporterForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.supporter", async (client, now) =>
        {
            var kept = form.Check(Zone.DayAt(now, client.TimeZone));
            if (!kept.IsOk) return Result<string>.Fail(kept.Errors);
            Supporter? person = null;
            var tie = client.Ties.FirstOrDefault(t => t.Id == form.Id);
            // The second post of a double click by which a known person was chosen.
            if (tie is { Stands: true } && Guid.TryParse(form.Same, out var chosen) && tie.SupporterId == chosen && tie.Facts == kept.Value.Facts) return "";
            if (tie is null)
            {
                var known = await SameAsync(id, form, actor, cancel);
                if (known.Count > 0 && string.IsNullOrEmpty(form.Same))
                    return Error.Invalid("Same", "Somebody with this phone number already stands by another client of yours. Say whether it is the same person.");
                if (Guid.TryParse(form.Same, out var same) && known.Any(k => k.Id == same)) person = await care.Set<Supporter>().SingleOrDefaultAsync(s => s.Id == same, cancel);
            }

            var result = client.KeepSupporter(form.Id, person, kept.Value.Name, kept.Value.Reach, kept.Value.Facts, form.Version, now);
            return result.IsOk ? "supporter:" + form.Id : Result<string>.Fail(result.Errors);
        }, cancel);

    public Task<Result> EndAsync(ClientId id, Guid tie, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.supporter-end", async (client, now) =>
        {
            if (client.EndSupporter(tie, now) is { IsOk: false } refused) return Result<string>.Fail(refused.Errors);
            await invitations.WithdrawAsync(tie, cancel);
            return "supporter:" + tie;
        }, cancel);

    /// <summary>Who may be the same person: only those who stand by a client in the actor's reach, and never by which.</summary>
    public async Task<IReadOnlyList<KnownSupporter>> SameAsync(ClientId id, SupporterForm form, Actor actor, CancellationToken cancel)
    {
        List<KnownSupporter> found = [];
        foreach (var text in new[] { form.Phone1, form.Phone2 })
        {
            if (!PhoneNumber.TryParse(text, out var phone)) continue;
            var number = phone.E164;
            found.AddRange(await care.Set<SupporterTie>().AsNoTracking()
                .Where(t => t.Client != id && t.EndedAt == null && reach.Clients(actor).Contains(t.Client) && t.Supporter.PhoneText.Contains(number))
                .Select(t => new KnownSupporter(t.SupporterId, t.Supporter.Name)).Distinct().ToListAsync(cancel));
        }

        return [.. found.DistinctBy(k => k.Id)];
    }

    /// <summary>True when the person also stands by another client in the actor's reach: what changes about them changes there too.</summary>
    public Task<bool> IsSharedAsync(ClientId id, Guid supporter, Actor actor, CancellationToken cancel) => care.Set<SupporterTie>().AsNoTracking()
        .AnyAsync(t => t.SupporterId == supporter && t.Client != id && t.EndedAt == null && reach.Clients(actor).Contains(t.Client), cancel);
}

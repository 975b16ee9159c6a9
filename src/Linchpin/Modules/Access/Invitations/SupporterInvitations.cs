using System.Collections.Frozen;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Invitations;

internal sealed class SupporterInvitations(CareDb care, SendInvitation send, IAuditTrail audit, TimeProvider clock) : ISupporterInvitations
{
    public async Task<IReadOnlySet<Guid>> TakeUpAsync(SupporterId supporter, IReadOnlyCollection<Guid> ties, CancellationToken cancel)
    {
        if (ties.Count == 0) return FrozenSet<Guid>.Empty;
        var found = await Redecide.UntilSavedAsync<IReadOnlySet<Guid>>(care, async token =>
        {
            var holding = await care.Set<AccountInvitation>().Where(i => i.Supporter == supporter && ties.Contains(i.Person) && i.WithdrawnAt == null).ToListAsync(token);
            var unanswered = holding.FindAll(i => i.AcceptedAt is null);
            foreach (var invitation in unanswered)
            {
                invitation.Accept(clock.GetUtcNow());
                audit.Record(new AuditEvent("supporter.invitation-accepted", invitation.Kind, invitation.Person, invitation.About));
            }

            if (unanswered.Count > 0) await care.SaveChangesAsync(token);
            return holding.Select(i => i.Person).ToFrozenSet();
        }, cancel);
        // Overtaken a dozen times: what can't be looked up is not shown.
        return found.IsOk ? found.Value : FrozenSet<Guid>.Empty;
    }

    public Task WithdrawAsync(Guid tie, CancellationToken cancel) => send.WithdrawAsync(tie, cancel);
}

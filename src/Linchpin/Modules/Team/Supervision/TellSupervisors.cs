using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Team.Supervision;

/// <summary>This supervisor is to be told that somebody on their line holds a licence, or a training, that ends.</summary>
/// <param name="Licence">Id of the one or the other.</param>
internal sealed record SupervisorTold(StaffId Supervisor, Guid Licence, int Mark, bool IsTraining = false) : IDomainEvent;

/// <summary>Tells each of today's supervisors by a message of its own, so that one address that fails sends nobody else a second letter.</summary>
internal sealed class TellSupervisors(ICareTeams teams, OutboxWriter outbox, Linchpin.Platform.Data.CareDb care) : IConsumer<LicenceEnding>, IConsumer<CredentialEnding>
{
    public Task TakeAsync(LicenceEnding @event, Guid messageId, CancellationToken cancel) => TellAsync(@event.Staff, @event.Licence, @event.Mark, isTraining: false, cancel);

    public Task TakeAsync(CredentialEnding @event, Guid messageId, CancellationToken cancel) => TellAsync(@event.Staff, @event.Credential, @event.Mark, isTraining: true, cancel);

    private async Task TellAsync(StaffId holder, Guid item, int mark, bool isTraining, CancellationToken cancel)
    {
        foreach (var supervisor in await teams.SupervisorsAsync(holder, cancel)) outbox.Publish(new SupervisorTold(supervisor, item, mark, isTraining));
        await care.SaveChangesAsync(cancel);
    }
}

/// <summary>The letter names nobody: it leads to the page that does.</summary>
internal sealed class WriteToSupervisor(IStaffDirectory staff, IMailTransport mail, PublicUrl site) : IConsumer<SupervisorTold>
{
    public async Task TakeAsync(SupervisorTold @event, Guid messageId, CancellationToken cancel)
    {
        if ((await staff.CardAsync(@event.Supervisor, cancel))?.Email is not { } address) return;
        var when = @event.Mark == 0 ? "has reached its last day" : $"ends in {@event.Mark} days or less";
        var what = @event.IsTraining ? "training" : "license";
        await mail.SendAsync(new Letter(address, $"Linchpin: a {what} on your supervision line",
            $"Somebody on your supervision line holds a {what} that {when}. Today shows whose it is:\n\n{site.Of("/today")}\n"), messageId, cancel);
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Team.Supervision;

/// <summary>This supervisor is to be told that somebody on their line holds a licence that ends.</summary>
internal sealed record SupervisorTold(StaffId Supervisor, Guid Licence, int Mark) : IDomainEvent;

/// <summary>Tells each of today's supervisors by a message of its own, so that one address that fails sends nobody else a second letter.</summary>
internal sealed class TellSupervisors(ICareTeams teams, OutboxWriter outbox, Linchpin.Platform.Data.CareDb care) : IConsumer<LicenceEnding>
{
    public async Task TakeAsync(LicenceEnding @event, Guid messageId, CancellationToken cancel)
    {
        foreach (var supervisor in await teams.SupervisorsAsync(@event.Staff, cancel)) outbox.Publish(new SupervisorTold(supervisor, @event.Licence, @event.Mark));
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
        await mail.SendAsync(new Letter(address, "Linchpin: a license on your supervision line",
            $"Somebody on your supervision line holds a license that {when}. Today shows whose it is:\n\n{site.Of("/today")}\n"), messageId, cancel);
    }
}

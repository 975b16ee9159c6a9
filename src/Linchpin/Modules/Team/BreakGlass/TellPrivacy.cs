using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Team.BreakGlass;

/// <summary>This person is to be told that a record was opened in an emergency.</summary>
internal sealed record OpeningTold(Guid Access, StaffId Staff, DateTimeOffset At) : IDomainEvent;

/// <summary>Finds those who must hear of an opening: the privacy officers; where nobody of them can be reached, the administrators. Nobody is told of their own opening
/// alone.</summary>
internal sealed class WhoAnswersForPrivacy(IAccountRegister accounts, IStaffDirectory staff)
{
    public async Task<IReadOnlyList<StaffId>> OfAsync(StaffId opener, CancellationToken cancel)
    {
        var officers = await ReachableAsync(ProgrammeRoles.Privacy, opener, cancel);
        return officers.Count > 0 ? officers : await ReachableAsync(ProgrammeRoles.Admin, opener, cancel);
    }

    private async Task<List<StaffId>> ReachableAsync(string role, StaffId opener, CancellationToken cancel)
    {
        var holders = await accounts.StaffInAsync(role, cancel);
        return [.. (await staff.ActiveAsync([.. holders.Where(s => s != opener).Distinct()], cancel)).Where(s => s.Email is not null).Select(s => s.Id)];
    }
}

/// <summary>Tells one person by mail. The letter names nobody and nothing of the record: it leads to the page that does.</summary>
internal sealed class TellPrivacy(IStaffDirectory staff, IMailTransport mail, PublicUrl site) : IConsumer<OpeningTold>
{
    public async Task TakeAsync(OpeningTold @event, Guid messageId, CancellationToken cancel)
    {
        if ((await staff.CardAsync(@event.Staff, cancel))?.Email is not { } address) return;
        await mail.SendAsync(
            new Letter(address, "Linchpin: an opening to review",
                $"A record was opened in an emergency by somebody who is not on its care team. Read why, and say whether it was right:\n\n{site.Of($"/admin/break-glass/{@event.Access}")}\n"),
            messageId, cancel);
    }
}

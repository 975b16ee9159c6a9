using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>This person is to be told of that exception.</summary>
internal sealed record ExceptionTold(SessionId Session, Guid Decision, StaffId Staff, DateTimeOffset At) : IDomainEvent;

/// <summary>Tells one person by mail. The letter names nobody: it leads to the page that does.</summary>
internal sealed class TellOfException(CareDb care, IStaffDirectory staff, IMailTransport mail, PublicUrl site, TimeProvider clock) : IConsumer<ExceptionTold>
{
    public async Task TakeAsync(ExceptionTold @event, Guid messageId, CancellationToken cancel)
    {
        var notice = await care.Set<ExceptionNotice>().SingleOrDefaultAsync(n => n.Decision == @event.Decision && n.Staff == @event.Staff, cancel);
        if (notice is null or { LetterSentAt: not null }) return;
        if ((await staff.CardAsync(notice.Staff, cancel))?.Email is not { } address) return;
        await mail.SendAsync(
            new Letter(address, "Linchpin: a decision to review today",
                $"{Whose(notice.As)} went on with a session as an emergency exception. Read the reason and speak with them today:\n\n{site.Of(ReadExceptions.PathOf(notice.Session))}\n"),
            messageId, cancel);
        notice.MarkSent(clock.GetUtcNow());
        await care.SaveChangesAsync(cancel);
    }

    private static string Whose(ToldAs role) => role == ToldAs.LineSupervisor
        ? "A worker on your supervision line"
        : "A worker who has no supervisor on record";
}

using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.RemindOfCosignature;

/// <summary>The letter names neither the author nor the client: the page it leads to does.</summary>
internal sealed class WriteOfCosignature(CareDb care, IStaffDirectory staff, IMailTransport mail, PublicUrl site) : IConsumer<CosignatureWaits>
{
    public async Task TakeAsync(CosignatureWaits @event, Guid messageId, CancellationToken cancel)
    {
        if (!await care.Set<Cosignature>().AnyAsync(c => c.Id == @event.Cosignature && c.Status == CosignatureStatus.Waiting, cancel)) return;
        if ((await staff.CardAsync(@event.Reader, cancel))?.Email is not { } address) return;
        var when = @event.Days switch { < 0 => $"was due {-@event.Days} days ago", 0 => "is due today", _ => $"is due in {@event.Days} days" };
        await mail.SendAsync(@event.NobodySupervises
            ? new Letter(address, "Linchpin: a note waits and nobody can co-sign it",
                $"A note needs a co-signature that {when}, and its author has no supervisor for that state. Begin a supervision in the staff register:\n\n{site.Of("/admin/staff")}\n")
            : new Letter(address, "Linchpin: a note waits for your co-signature",
                $"A note of somebody whom you supervise needs a co-signature that {when}. This page shows which one:\n\n{site.Of("/notes/co-signatures")}\n"), messageId, cancel);
    }
}

/// <summary>Tells an author that a note came back; why, the note says.</summary>
internal sealed class WriteOfReturn(CareDb care, IStaffDirectory staff, IMailTransport mail, PublicUrl site) : IConsumer<NoteReturned>
{
    public async Task TakeAsync(NoteReturned @event, Guid messageId, CancellationToken cancel)
    {
        if (!await care.Set<Cosignature>().AnyAsync(c => c.Id == @event.Cosignature && c.Status == CosignatureStatus.Returned, cancel)) return;
        if ((await staff.CardAsync(@event.Author, cancel))?.Email is not { } address) return;
        await mail.SendAsync(new Letter(address, "Linchpin: a note of yours was returned",
            $"Your supervisor returned a note that you had signed. Today leads to it, and the note says why:\n\n{site.Of("/today")}\n"), messageId, cancel);
    }
}

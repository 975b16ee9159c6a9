using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Linchpin.Shell.Layout;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Schedule.Invite;

/// <summary>Somebody asked for the letter once more.</summary>
internal sealed record InvitationAsked(SessionId Session) : IDomainEvent;

/// <summary>Sends what the client must know of a booking, as it stands now and not as it stood when the event was written: a letter that waited for the
/// mail server must not say an old time.</summary>
internal sealed class SendInvitation(
    CareDb care, IClientDirectory clients, IClientContacts contacts, WaysIn links, InvitationLetter letters, IMailTransport mail, PublicUrl site,
    IStaffDirectory staff, IOptions<Programme> programme, TimeProvider clock)
    : IConsumer<SessionBooked>, IConsumer<SessionMoved>, IConsumer<SessionCancelled>, IConsumer<InvitationAsked>
{
    public Task TakeAsync(SessionBooked @event, Guid messageId, CancellationToken cancel) => SendAsync(@event.Session, Occasion.Booked, messageId, cancel);

    public Task TakeAsync(SessionMoved @event, Guid messageId, CancellationToken cancel) => SendAsync(@event.Session, Occasion.Moved, messageId, cancel);

    public Task TakeAsync(SessionCancelled @event, Guid messageId, CancellationToken cancel) => SendAsync(@event.Session, Occasion.Cancelled, messageId, cancel);

    public Task TakeAsync(InvitationAsked @event, Guid messageId, CancellationToken cancel) => SendAsync(@event.Session, Occasion.Asked, messageId, cancel);

    private async Task SendAsync(SessionId session, Occasion occasion, Guid messageId, CancellationToken cancel)
    {
        var appointment = await care.Set<Appointment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == session, cancel);
        var invitation = await care.Set<Invitation>().FindAsync([session], cancel);
        var now = clock.GetUtcNow();
        if (appointment is null || invitation is null || now >= appointment.Ends || !Tells(occasion, appointment.Status)) return;
        // A letter that was overtaken by a newer one, or that went out before this process could write it down.
        if (occasion != Occasion.Asked && invitation.SentSequence == appointment.Sequence) return;

        var email = await contacts.EmailAsync(appointment.Client, cancel);
        var client = await clients.CardAsync(appointment.Client, cancel);
        if (email is null || client is null)
        {
            invitation.MarkNoAddress();
            await care.SaveChangesAsync(cancel);
            return;
        }

        var link = site.Of(await links.PathAsync(session, cancel));
        var worker = (await staff.CardAsync(appointment.Worker, cancel))?.DisplayName;
        var from = new Inviting(Text.Clean(programme.Value.Name), worker, programme.Value.Phone is { } phone ? Readable(phone) : null);
        var letter = letters.Write(appointment, occasion, new Invited(email, client.Language, client.TimeZone), from, link, now);
        // A link made just now must stand before anybody can open it.
        await care.SaveChangesAsync(cancel);
        await mail.SendAsync(letter, messageId, cancel);
        invitation.MarkSent(appointment.Sequence, clock.GetUtcNow());
        await care.SaveChangesAsync(cancel);
    }

    // A cancellation goes out even where no invitation did: the link may have been read out on the telephone.
    private static bool Tells(Occasion occasion, AppointmentStatus status) => status switch
    {
        AppointmentStatus.Booked => occasion != Occasion.Cancelled,
        AppointmentStatus.Cancelled => occasion == Occasion.Cancelled,
        _ => false,
    };

    private static string Readable(string phone) => PhoneNumber.TryParse(phone, out var number) ? number.ToString() : phone;
}

using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Schedule.CancelSession;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.Invite;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Modules.Schedule.MoveSession;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Linchpin.Tests.Modules.Schedule;

public abstract class InvitationTests(PostOffice post)
{
    private static readonly string[] Clinical = ["Quillon", "Harrowgate", "therapy", "terapia", "session", "sesión", "treatment", "IOP", "social work", "client"];
    private readonly ScheduleDesk _desk = post.Desk;

    [Fact]
    public async Task Book_WithAnAddress_SendsALetterThatTellsNothingElse()
    {
        var (client, _, session, address) = await BookedAsync();
        var letter = Assert.Single(await LettersAsync(address, 1));
        Assert.Equal("Your appointment", letter.Subject);
        Assert.Equal("", Assert.Single(letter.To.Mailboxes).Name ?? "");
        var link = await LinkAsync(session);
        Assert.StartsWith("https://care.example.org/join/", link);
        Assert.Contains(link, letter.TextBody);
        Assert.Contains($"<a href=\"{link}\">", letter.HtmlBody);
        Assert.Contains("9:00 AM Central time", letter.TextBody);
        // base64url may spell a word by chance.
        Assert.All(Clinical, word => Assert.DoesNotContain(word, (letter.Subject + letter.TextBody + letter.HtmlBody).Replace(link, "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
        var invitation = await InvitationAsync(session, i => i.State == InvitationState.Sent);
        Assert.NotNull(invitation.SentAt);
        Assert.NotEqual(default, client);
    }

    [Fact]
    public async Task Book_WithAnAddress_AttachesACalendarFile()
    {
        var (_, _, session, address) = await BookedAsync();
        var (calendar, part) = Calendar(Assert.Single(await LettersAsync(address, 1)));
        var booked = (await _desk.FindAsync(session))!;
        var entry = Assert.Single(calendar.Events);
        Assert.Equal(("REQUEST", "REQUEST"), (calendar.Method, part.ContentType.Parameters["method"]));
        Assert.Equal((session.ToString(), 0, "Appointment", "America/Chicago"), (entry.Uid, entry.Sequence, entry.Summary, entry.Start!.TzId));
        Assert.Equal((booked.Starts.UtcDateTime, booked.Ends.UtcDateTime), (entry.Start.AsUtc, entry.End!.AsUtc));
        Assert.Equal(await LinkAsync(session), entry.Url!.ToString());
        Assert.Equal("America/Chicago", Assert.Single(calendar.TimeZones).TzId);
        Assert.Null(entry.Description);
        Assert.Equal("mailto:" + address, Assert.Single(entry.Attendees).Value!.ToString());
        Assert.True(string.IsNullOrEmpty(entry.Attendees[0].CommonName));
    }

    [Fact]
    public async Task Book_ForAClientWhoSpeaksSpanish_WritesInSpanish()
    {
        var (_, _, _, address) = await BookedAsync("es");
        var letter = Assert.Single(await LettersAsync(address, 1));
        Assert.Equal("Su cita", letter.Subject);
        Assert.Contains("Usted tiene una cita:", letter.TextBody);
        Assert.Contains("hora del Centro", letter.TextBody, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Cita", Calendar(letter).Calendar.Events.Single().Summary);
    }

    [Fact]
    public async Task Move_OfAnInvitedSession_SendsTheSameEntryWithAHigherSequence()
    {
        var (_, worker, session, address) = await BookedAsync();
        await LettersAsync(address, 1);
        await InvitationAsync(session, i => i.State == InvitationState.Sent);
        var form = new MoveSessionForm { Version = 0, Date = _desk.QuietDay(12), Time = new TimeOnly(14, 0), Minutes = 30, Reason = "Hospital visit" };
        Assert.True((await _desk.InScopeAsync(s => s.GetRequiredService<MoveSessionHandler>().HandleAsync(session, form, Actors.Lsw(worker), default))).IsOk);
        var letter = (await LettersAsync(address, 2)).Single(l => l.Subject == "Your appointment has a new time");
        Assert.DoesNotContain("Hospital", letter.ToString());
        var entry = Calendar(letter).Calendar.Events.Single();
        Assert.Equal((session.ToString(), 1), (entry.Uid, entry.Sequence));
        Assert.Equal((await _desk.FindAsync(session))!.Starts.UtcDateTime, entry.Start!.AsUtc);
    }

    [Fact]
    public async Task Cancel_OfAnInvitedSession_TakesTheEntryOutOfTheCalendar()
    {
        var (_, worker, session, address) = await BookedAsync();
        await InvitationAsync(session, i => i.State == InvitationState.Sent);
        await _desk.InScopeAsync(s => s.GetRequiredService<CancelSessionHandler>()
            .HandleAsync(session, new ReasonForm { Version = 0, Reason = "Relapse" }, Actors.Lsw(worker), default));
        var letter = (await LettersAsync(address, 2)).Single(l => l.Subject == "Your appointment was cancelled");
        Assert.DoesNotContain("Relapse", letter.ToString());
        Assert.DoesNotContain("/join/", letter.TextBody);
        var (calendar, part) = Calendar(letter);
        Assert.Equal(("CANCEL", "CANCEL"), (calendar.Method, part.ContentType.Parameters["method"]));
        var entry = calendar.Events.Single();
        Assert.Equal((session.ToString(), 1, "CANCELLED"), (entry.Uid, entry.Sequence, entry.Status));
    }

    [Fact]
    public async Task Book_WithoutAnAddress_SaysSo()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var session = (await _desk.BookAsync(client, worker)).Value;
        Assert.Null((await InvitationAsync(session, i => i.State == InvitationState.NoAddress)).SentAt);
    }

    [Fact]
    public async Task TakeBack_ThenSendAgain_SendsTheNewLinkOnly()
    {
        var (_, worker, session, address) = await BookedAsync();
        await LettersAsync(address, 1);
        await InvitationAsync(session, i => i.State == InvitationState.Sent);
        var old = await LinkAsync(session);
        var seen = await _desk.InDatabaseAsync(care => care.Set<JoinLink>().Where(l => l.Session == session).Select(l => l.Id).SingleAsync());
        for (var i = 0; i < 2; i++)
            Assert.True((await _desk.InScopeAsync(s => s.GetRequiredService<TakeBackLinkHandler>().HandleAsync(session, seen, Actors.Lsw(worker), default))).IsOk);
        Assert.Equal(2, await _desk.InDatabaseAsync(care => care.Set<JoinLink>().CountAsync(l => l.Session == session)));
        await InvitationAsync(session, i => i.State == InvitationState.LinkReplaced);

        for (var i = 0; i < 2; i++)
            Assert.True((await _desk.InScopeAsync(s => s.GetRequiredService<SendAgainHandler>().HandleAsync(session, Actors.Lsw(worker), default))).IsOk);
        var letters = await LettersAsync(address, 2);
        var fresh = await LinkAsync(session);
        Assert.NotEqual(old, fresh);
        Assert.Single(letters, l => l.TextBody!.Contains(fresh, StringComparison.Ordinal));
        Assert.Single(letters, l => l.TextBody!.Contains(old, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Book_WithAnAddress_SaysWhoWritesAndWithWhom()
    {
        var worker = ScheduleDesk.NewWorker();
        await _desk.InDatabaseAsync(async care =>
        {
            care.Add(StaffMember.Join(worker, StaffDetails.Create(
                "Dorothea", "Lindenau", $"{worker}@example.org", null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), new DateOnly(2020, 1, 1), null).Value));
            return await care.SaveChangesAsync();
        });
        var (client, address) = await _desk.ClientWithMailAsync("example.org", "es", worker);
        await _desk.BookAsync(client, worker);
        var letter = Assert.Single(await LettersAsync(address!, 1));
        var programme = "Linchpin";
        Assert.Equal(programme, Assert.Single(letter.From.Mailboxes).Name);
        Assert.Contains("Con Dorothea Lindenau", letter.TextBody);
        Assert.Contains("Con Dorothea Lindenau", letter.HtmlBody);
        Assert.Contains(programme, letter.TextBody);
        Assert.DoesNotContain("Dorothea", letter.Subject);
        Assert.DoesNotContain(programme, letter.Subject);
    }

    private async Task<(ClientId Client, StaffId Worker, SessionId Session, string Address)> BookedAsync(string language = "en")
    {
        var worker = ScheduleDesk.NewWorker();
        var (client, address) = await _desk.ClientWithMailAsync("example.org", language, worker);
        var booked = await _desk.BookAsync(client, worker);
        return (client, worker, booked.Value, address!);
    }

    private Task<IReadOnlyList<MimeMessage>> LettersAsync(string address, int count) =>
        PostOffice.SoonAsync(() => Task.FromResult(post.LettersTo(address)), letters => letters.Count >= count);

    private Task<Invitation> InvitationAsync(SessionId session, Func<Invitation, bool> enough) =>
        PostOffice.SoonAsync(() => _desk.InDatabaseAsync(care => care.Set<Invitation>().AsNoTracking().SingleAsync(i => i.Session == session)), enough);

    private async Task<string> LinkAsync(SessionId session) =>
        "https://care.example.org" + await _desk.InScopeAsync(s => s.GetRequiredService<IJoinLinks>().PathAsync(session, default));

    private static (Ical.Net.Calendar Calendar, MimePart Part) Calendar(MimeMessage letter)
    {
        var part = Assert.IsAssignableFrom<MimePart>(Assert.Single(letter.Attachments));
        Assert.Equal(("text/calendar", "appointment.ics"), (part.ContentType.MimeType, part.FileName));
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        content.Position = 0;
        return (Ical.Net.Calendar.Load(content)!, part);
    }

    public sealed class OnSqlite(SqlitePost post) : InvitationTests(post), IClassFixture<SqlitePost>;

    public sealed class OnPostgres(PostgresPost post) : InvitationTests(post), IClassFixture<PostgresPost>;
}

using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Outbox;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.Schedule;

public abstract class UnreachableMailTests(CareHost host)
{
    private sealed class PostBySmtp(CareHost host, int port) : PostOffice(host, port);

    [Fact]
    public async Task Book_WhileTheMailServerIsAway_StandsAndTheLetterFollows()
    {
        var port = PostgresServer.FreePort();
        await using var post = new PostBySmtp(host, port);
        var worker = ScheduleDesk.NewWorker();
        var (client, address) = await post.Desk.ClientWithMailAsync("example.org", "en", worker);

        var booked = await post.Desk.BookAsync(client, worker);
        Assert.True(booked.IsOk);
        var first = await MessageAsync(post, m => m.LastFailure is not null && m.DueAt <= post.Clock.GetUtcNow().AddSeconds(5));
        Assert.Equal((1, "SocketException"), (first.Attempts, first.LastFailure));
        Assert.Equal(post.Clock.GetUtcNow() + TimeSpan.FromSeconds(1), first.DueAt, TimeSpan.FromMilliseconds(1));

        post.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await MessageAsync(post, m => m.Attempts == 2 && m.DueAt <= post.Clock.GetUtcNow().AddSeconds(5));
        Assert.Equal(post.Clock.GetUtcNow() + TimeSpan.FromSeconds(2), second.DueAt, TimeSpan.FromMilliseconds(1));
        Assert.Equal(AppointmentStatus.Booked, (await post.Desk.FindAsync(booked.Value))!.Status);
        Assert.Equal(InvitationState.Waiting, (await InvitationAsync(post, booked.Value, _ => true)).State);

        using var server = new SmallSmtpServer(port);
        post.Clock.Advance(TimeSpan.FromSeconds(3));
        await InvitationAsync(post, booked.Value, i => i.State == InvitationState.Sent);
        var letter = Assert.Single(server.Letters);
        Assert.Equal(("Your appointment", address), (letter.Subject, letter.To.Mailboxes.Single().Address));
        Assert.Equal($"{second.Id:N}@linchpin", letter.MessageId);
    }

    private static Task<OutboxMessage> MessageAsync(PostOffice post, Func<OutboxMessage, bool> enough) => PostOffice.SoonAsync(
        () => post.Desk.InDatabaseAsync(care => care.Set<OutboxMessage>().AsNoTracking().SingleAsync(m => m.Consumer == "schedule.invite")), enough);

    private static Task<Invitation> InvitationAsync(PostOffice post, SessionId session, Func<Invitation, bool> enough) => PostOffice.SoonAsync(
        () => post.Desk.InDatabaseAsync(care => care.Set<Invitation>().AsNoTracking().SingleAsync(i => i.Session == session)), enough);

    public sealed class OnSqlite(SqliteHost host) : UnreachableMailTests(host);

    public sealed class OnPostgres(PostgresHost host) : UnreachableMailTests(host);
}

using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Schedule.CancelSession;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Modules.Schedule.MoveSession;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Schedule;

public abstract class JoinLinkTests(CareHost host)
{
    private readonly ScheduleDesk _desk = new(host);

    [Fact]
    public async Task Open_OfABookedSession_FindsThatSession()
    {
        var (_, client, session) = await _desk.BookedAsync();
        var verdict = await OpenAsync(await TokenAsync(session));
        Assert.Equal((JoinLinkState.Open, session, client), (verdict.State, verdict.Session!.Id, verdict.Session.Client));
    }

    [Fact]
    public async Task Path_AskedTwice_IsTheSameLink()
    {
        var (_, _, session) = await _desk.BookedAsync();
        Assert.Equal(await TokenAsync(session), await TokenAsync(session));
        Assert.Equal(1, await _desk.InDatabaseAsync(care => care.Set<JoinLink>().CountAsync(l => l.Session == session)));
    }

    [Fact]
    public async Task Open_OfAForgedToken_IsUnknownAndAudited()
    {
        var (_, _, session) = await _desk.BookedAsync();
        var token = await TokenAsync(session);
        var link = await _desk.InDatabaseAsync(care => care.Set<JoinLink>().SingleAsync(l => l.Session == session));
        var before = await DenialsAsync();
        string[] forged =
        [
            "", "x", token[..^1], token + "A", new string('A', 43), new string('!', 43), token[..20] + (token[20] == 'A' ? 'B' : 'A') + token[21..],
            JoinToken.Write(link.Id, new JoinKey(new byte[32])),
        ];
        foreach (var attempt in forged) Assert.Equal(new JoinLinkVerdict(JoinLinkState.Unknown, null), await OpenAsync(attempt));
        Assert.Equal(forged.Length, await DenialsAsync() - before);
        Assert.Equal(JoinLinkState.Open, (await OpenAsync(token)).State);

        Task<int> DenialsAsync() => _desk.InDatabaseAsync(care => care.Set<AuditEntry>()
            .CountAsync(e => e.Action == "join-link.open" && e.Outcome == AuditOutcome.Denied && e.Detail == "unknown" && e.ResourceId == null));
    }

    [Fact]
    public async Task Open_LongAfterTheEnd_IsExpiredAndAudited()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var session = await _desk.HadAsync(client, worker, _desk.Now.AddMinutes(-50) - JoinLink.AfterEnd);
        var token = await TokenAsync(session);
        Assert.Equal(JoinLinkState.Expired, (await OpenAsync(token)).State);
        var link = await _desk.InDatabaseAsync(care => care.Set<JoinLink>().SingleAsync(l => l.Session == session));
        Assert.Equal(1, await _desk.AuditedAsync(link.Id, "join-link.open", AuditOutcome.Denied));
    }

    [Fact]
    public async Task Open_JustAfterTheEnd_StillOpens()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var session = await _desk.HadAsync(client, worker, _desk.Now.AddMinutes(-90));
        Assert.Equal(JoinLinkState.Open, (await OpenAsync(await TokenAsync(session))).State);
    }

    [Fact]
    public async Task Open_WhenTakenBack_IsRevokedAndANewOneOpens()
    {
        var (_, _, session) = await _desk.BookedAsync();
        var old = await TokenAsync(session);
        var fresh = await _desk.InScopeAsync(async s =>
        {
            var links = s.GetRequiredService<IJoinLinks>();
            await links.RevokeAsync(session, default);
            var path = await links.PathAsync(session, default);
            await s.GetRequiredService<CareDb>().SaveChangesAsync();
            return path["/join/".Length..];
        });
        Assert.NotEqual(old, fresh);
        Assert.Equal(JoinLinkState.Revoked, (await OpenAsync(old)).State);
        Assert.Equal(JoinLinkState.Open, (await OpenAsync(fresh)).State);
    }

    [Fact]
    public async Task Open_WhenTheSessionMoved_KeepsTheLinkWithANewEnd()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        var token = await TokenAsync(session);
        var form = new MoveSessionForm { Version = 0, Date = _desk.QuietDay(20), Time = new TimeOnly(9, 0), Minutes = 30, Reason = "Worker away" };
        Assert.True((await _desk.InScopeAsync(s => s.GetRequiredService<MoveSessionHandler>().HandleAsync(session, form, Actors.Lsw(worker), default))).IsOk);
        var moved = (await OpenAsync(token)).Session!;
        Assert.Equal(token, await TokenAsync(session));
        Assert.Equal(moved.Ends + JoinLink.AfterEnd, (await _desk.InDatabaseAsync(care => care.Set<JoinLink>().SingleAsync(l => l.Session == session))).ExpiresAt);
    }

    [Fact]
    public async Task Open_WhenTheSessionWasCancelled_SaysSo()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        var token = await TokenAsync(session);
        await _desk.InScopeAsync(s => s.GetRequiredService<CancelSessionHandler>()
            .HandleAsync(session, new ReasonForm { Version = 0, Reason = "Client has a cold" }, Actors.Lsw(worker), default));
        Assert.Equal(JoinLinkState.Cancelled, (await OpenAsync(token)).State);
    }

    [Fact]
    public async Task Open_WhenTheSessionWasHeld_HasEnded()
    {
        var (_, _, session) = await _desk.BookedAsync();
        var token = await TokenAsync(session);
        await _desk.InScopeAsync(async s =>
        {
            await s.GetRequiredService<ISchedule>().HoldAsync(session, default);
            return await s.GetRequiredService<CareDb>().SaveChangesAsync();
        });
        Assert.Equal(JoinLinkState.Ended, (await OpenAsync(token)).State);
    }

    private Task<string> TokenAsync(SessionId session) => _desk.InScopeAsync(async s =>
    {
        var path = await s.GetRequiredService<IJoinLinks>().PathAsync(session, default);
        await s.GetRequiredService<CareDb>().SaveChangesAsync();
        Assert.StartsWith("/join/", path);
        return path["/join/".Length..];
    });

    private Task<JoinLinkVerdict> OpenAsync(string token) => _desk.InScopeAsync(s => s.GetRequiredService<IJoinLinks>().OpenAsync(token, default));

    public sealed class OnSqlite(SqliteHost host) : JoinLinkTests(host);

    public sealed class OnPostgres(PostgresHost host) : JoinLinkTests(host);
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Chart;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Notes;

/// <summary>Psychotherapy notes (45 CFR 164.501) are their author's alone; no emergency, cover or supervision opens them.</summary>
public abstract class CounsellingNoteTests(CareHost host)
{
    private readonly NotesDesk _desk = NotesDesk.Of(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public void OpensCounselling_OnlyToItsAuthorOnTheTeam(bool isAuthor, bool onTeam, bool opens)
    {
        Assert.Equal(opens, NoteAuthorization.OpensCounselling(isAuthor, onTeam));
        var me = new StaffId(Guid.NewGuid());
        var standing = new NoteStanding(isAuthor ? me : new StaffId(Guid.NewGuid()), NoteStatus.Signed, SupervisedByActor: true, NoteKind.Counselling, onTeam);
        foreach (var operation in new[] { NoteOperations.Read, NoteOperations.Add })
            Assert.Equal(opens, NoteAuthorization.May(Actors.Staff(me, ProgrammeRoles.Supervisor), operation, standing));
    }

    [Fact]
    public async Task Read_InAnEmergencyOrByCover_StaysShutAndUnlisted_WhileASessionNoteOpens()
    {
        var (usual, _) = await _desk.SignedAsync();
        var held = await CounsellingAsync();
        foreach (var session in new[] { usual, held })
        {
            var (helper, stand) = (await OpenedAsync(session.Client, _desk.Hire()), await CoveringAsync(session.Staff, _desk.Hire()));
            foreach (var actor in new[] { helper, stand })
            {
                var isUsual = session == usual;
                Assert.True(await _desk.InScopeAsync(s => s.GetRequiredService<IClientReach>().Clients(actor).AnyAsync(c => c == session.Client, Cancel)));
                Assert.Equal(isUsual, (await _desk.OpenAsync(session.Session, actor)).IsOk);
                Assert.Equal(isUsual, await PrintAsync(session, actor) is not null);
                Assert.Equal(isUsual ? 1 : 0, (await ListAsync(session, actor)).Count);
            }
        }

        Assert.True(await _desk.AuditedAsync(held.Client, "note.read", AuditOutcome.Denied) >= 2);
    }

    [Fact]
    public async Task Read_ByTheSupervisor_StaysShut_AndByTheAuthorOpens_UntilTheyLeaveTheTeam()
    {
        var held = await CounsellingAsync();
        var supervisor = _desk.Hire();
        await _desk.SuperviseAsync(supervisor, held.Staff);
        var above = Actors.Staff(supervisor, ProgrammeRoles.Supervisor);
        Assert.False((await _desk.OpenAsync(held.Session, above)).IsOk);
        Assert.Empty(await ListAsync(held, above));
        Assert.True((await _desk.OpenAsync(held.Session, held.Worker)).IsOk);
        Assert.Single(await ListAsync(held, held.Worker));

        // Off the team, an emergency opens the record to its author too, and not the counselling note.
        await _desk.InDatabaseAsync(async care =>
        {
            foreach (var member in await care.Set<CareTeamMember>().Where(m => m.Client == held.Client).ToListAsync(Cancel)) member.Leave(member.From.AddDays(-5));
            return await care.SaveChangesAsync(Cancel);
        });
        var author = await OpenedAsync(held.Client, held.Staff);
        Assert.False((await _desk.OpenAsync(held.Session, author)).IsOk);
        Assert.Empty(await ListAsync(held, author));
    }

    [Fact]
    public async Task Seal_WhenTheKindIsChangedBehindTheHouse_Breaks()
    {
        var held = await CounsellingAsync();
        var note = await _desk.StoredAsync(held.Session);
        var signed = await _desk.SignAsync(held.Session, held.Worker, note.Revision, NoteFacts.Mark(note.FactsJson), true, NotesDesk.Whole());
        Assert.True(signed.Result.IsOk);
        Assert.True((await _desk.StoredAsync(held.Session)).SealIsIntact);
        await _desk.InDatabaseAsync(care => care.Set<Note>().Where(n => n.Session == held.Session).ExecuteUpdateAsync(u => u.SetProperty(n => n.Kind, NoteKind.Session), Cancel));
        Assert.False((await _desk.StoredAsync(held.Session)).SealIsIntact);
    }

    private async Task<Held> CounsellingAsync()
    {
        var held = await _desk.HeldAsync();
        await _desk.InScopeAsync(async services =>
        {
            var known = await services.GetRequiredService<FactGathering>().ForAsync(held.Session, Cancel);
            var care = services.GetRequiredService<CareDb>();
            care.Add(Note.Open(
                new NoteId(Guid.CreateVersion7()), held.Session, held.Client, held.Staff, services.GetRequiredService<TemplateShelf>().Default, known!.Facts, TimeProvider.System.GetUtcNow(),
                NoteKind.Counselling));
            await care.SaveChangesAsync(Cancel);
        });
        return held;
    }

    private async Task<Actor> OpenedAsync(ClientId client, StaffId staff)
    {
        var actor = Actors.Lsw(staff);
        await _desk.InDatabaseAsync(async care =>
        {
            care.Add(EmergencyAccess.Open(Guid.CreateVersion7(), client, staff, actor.Account!.Value, "Danger", "He is on the bridge.", 60, TimeProvider.System.GetUtcNow()).Value);
            return await care.SaveChangesAsync(Cancel);
        });
        return actor;
    }

    private async Task<Actor> CoveringAsync(StaffId worker, StaffId colleague)
    {
        var today = Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default);
        await _desk.InDatabaseAsync(async care =>
        {
            care.Add(Cover.Arrange(new CoverPlan(Guid.CreateVersion7(), worker, colleague, today, today.AddDays(1), Zone.Default, null), null));
            return await care.SaveChangesAsync(Cancel);
        });
        return Actors.Lsw(colleague);
    }

    private Task<NoteReading?> PrintAsync(Held held, Actor actor) =>
        _desk.InScopeAsync(s => s.GetRequiredService<ReadNoteHandler>().HandleAsync(held.Session, "note.print", actor, Cancel));

    private Task<IReadOnlyList<NoteLine>> ListAsync(Held held, Actor actor) => _desk.InScopeAsync(s => s.GetRequiredService<NotesOfClient>().ForAsync(held.Client, actor, Cancel));

    public sealed class OnSqlite(SqliteHost host) : CounsellingNoteTests(host);

    public sealed class OnPostgres(PostgresHost host) : CounsellingNoteTests(host);
}

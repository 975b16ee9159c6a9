using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Notes.AddAddendum;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.OpenNote;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.Notes.RemindOfNote;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Duties;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Notes;

public abstract class NoteHandlerTests(CareHost host)
{
    private readonly NotesDesk _desk = NotesDesk.Of(host);

    [Fact]
    public async Task Open_WhenTwoWindowsOpenAtOnce_MakesOneDraftThatHoldsWhatTheSessionKnows()
    {
        var held = await _desk.HeldAsync();
        var both = await Task.WhenAll(_desk.OpenAsync(held.Session, held.Worker), _desk.OpenAsync(held.Session, held.Worker));
        Assert.Equal(both[0].Value!.Id, both[1].Value!.Id);
        var facts = (await _desk.StoredAsync(held.Session)).Facts;
        Assert.Equal("12 Elm Street, Dayton, OH 45402", facts.First(FactKind.Place)!.Text);
        Assert.Equal([50, 49], facts.Items.Where(f => f.Kind == FactKind.Attendance).Select(f => f.Minutes!.Value));
        Assert.All(facts.Items, f => Assert.Equal(held.Session.Value, f.Source.Id));
        Assert.Equal("America/Chicago", facts.Zone);
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.open"));
        Assert.Equal(2, await _desk.AuditedAsync(held.Client, "note.read"));
    }

    [Fact]
    public async Task Open_WhenTheSessionKnowsMoreNow_TakesItAndLeavesTheWordsAlone()
    {
        var held = await _desk.HeldAsync();
        await _desk.OpenAsync(held.Session, held.Worker);
        await _desk.SaveAsync(held.Session, held.Worker, 0, "Spoke about the lease.");
        _desk.Change(held.Session, f => f with { NextSteps = "Bring the papers" });
        var again = (await _desk.OpenAsync(held.Session, held.Worker)).Value!;
        Assert.Equal("Bring the papers", again.Facts.First(FactKind.NextSteps)!.Text);
        Assert.Equal(("Spoke about the lease.", 1), (again.TextOf("data"), again.Revision));
    }

    [Fact]
    public async Task Open_WhenTheSessionHasNotBegun_HasNothingToWriteAbout()
    {
        var held = await _desk.HeldAsync(but: f => f with { StartedAt = null, EndedAt = null });
        var opened = await _desk.OpenAsync(held.Session, held.Worker);
        Assert.True(opened.IsOk);
        Assert.Null(opened.Value);
    }

    [Fact]
    public async Task Save_WhenPostedTwice_ChangesTheNoteOnceAndAuditsOnce()
    {
        var held = await _desk.HeldAsync();
        await _desk.OpenAsync(held.Session, held.Worker);
        for (var i = 0; i < 2; i++) Assert.Equal(1, (await _desk.SaveAsync(held.Session, held.Worker, 0, "Spoke.")).Stored!.Revision);
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.save"));
    }

    [Fact]
    public async Task Save_WhenAnotherWindowSaved_AnswersWithWhatStandsThereAndLosesNeither()
    {
        var held = await _desk.HeldAsync();
        await _desk.OpenAsync(held.Session, held.Worker);
        await _desk.SaveAsync(held.Session, held.Worker, 0, "First window.");
        var (result, stored) = await _desk.SaveAsync(held.Session, held.Worker, 0, "Second window.");
        Assert.Equal(ErrorKind.Stale, Assert.Single(result.Errors).Kind);
        Assert.Equal(("First window.", 1), (stored!.TextOf("data"), stored.Revision));
        Assert.Equal("First window.", (await _desk.StoredAsync(held.Session)).TextOf("data"));
    }

    [Fact]
    public async Task Save_WhenManyWindowsSaveAtOnce_OneWinsAndTheOthersHearOfIt()
    {
        var held = await _desk.HeldAsync();
        await _desk.OpenAsync(held.Session, held.Worker);
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _desk.SaveAsync(held.Session, held.Worker, 0, $"Window {i}.")));
        Assert.Single(replies, r => r.Result.IsOk);
        Assert.Equal(1, (await _desk.StoredAsync(held.Session)).Revision);
    }

    [Fact]
    public async Task Save_WhenTheTemplateChanges_KeepsEveryWord()
    {
        var held = await _desk.HeldAsync();
        await _desk.OpenAsync(held.Session, held.Worker);
        await _desk.SaveAsync(held.Session, held.Worker, 0, "Kept words.", template: "soap");
        var stored = await _desk.StoredAsync(held.Session);
        Assert.Equal(("soap", "Kept words."), (stored.Template, stored.TextOf("data")));
    }

    [Fact]
    public async Task Sign_WhenPartsAreMissing_NamesThemKeepsTheWordsAndAuditsTheTry()
    {
        var held = await _desk.HeldAsync(but: f => f with { Places = [] });
        var draft = (await _desk.OpenAsync(held.Session, held.Worker)).Value!;
        var (result, _) = await _desk.SignAsync(held.Session, held.Worker, 0, NoteFacts.Mark(draft.FactsJson), hasRead: false, new SectionText("data", "Spoke."));
        Assert.Equal(["HasRead", "assessment", "plan", FactFields.Place], result.Errors.Select(e => e.Field));
        var stored = await _desk.StoredAsync(held.Session);
        Assert.Equal((NoteStatus.Draft, "Spoke."), (stored.Status, stored.TextOf("data")));
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.sign", AuditOutcome.Failed));
    }

    [Fact]
    public async Task Sign_WhenTheWorkerHasNoLicence_IsRefused()
    {
        var held = await _desk.HeldAsync(title: null);
        var draft = (await _desk.OpenAsync(held.Session, held.Worker)).Value!;
        var (result, _) = await _desk.SignAsync(held.Session, held.Worker, 0, NoteFacts.Mark(draft.FactsJson), true, NotesDesk.Whole());
        Assert.Contains("no license on record", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_WhenTheFactsAreNotThoseThatWereRead_IsRefusedUntilTheyAre()
    {
        var held = await _desk.HeldAsync();
        var draft = (await _desk.OpenAsync(held.Session, held.Worker)).Value!;
        _desk.Change(held.Session, f => f with { Agreed = "Something else" });
        var (result, stored) = await _desk.SignAsync(held.Session, held.Worker, 0, NoteFacts.Mark(draft.FactsJson), true, NotesDesk.Whole());
        Assert.Contains("changed since you opened", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
        Assert.True((await _desk.SignAsync(held.Session, held.Worker, stored!.Revision, NoteFacts.Mark(stored.FactsJson), true, NotesDesk.Whole())).Result.IsOk);
    }

    [Fact]
    public async Task Sign_WhenPostedTwice_SignsOnceAndTheAuditHoldsTheSeal()
    {
        var (held, note) = await _desk.SignedAsync();
        Assert.True((await _desk.SignAsync(held.Session, held.Worker, 0, null, true, NotesDesk.Whole())).Result.IsOk);
        var stored = await _desk.StoredAsync(held.Session);
        Assert.True(stored.SealIsIntact);
        Assert.Equal((note.Seal, note.SignedAt, "LCSW"), (stored.Seal, stored.SignedAt, stored.SignedTitle));
        Assert.Equal("sha256:" + stored.Seal, await _desk.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.About == held.Client && e.Action == "note.sign").Select(e => e.Detail).SingleAsync()));
    }

    [Fact]
    public async Task Save_WhenTheNoteIsSigned_IsRefusedAndNothingMoves()
    {
        var (held, note) = await _desk.SignedAsync();
        var (result, stored) = await _desk.SaveAsync(held.Session, held.Worker, note.Revision, "Afterthought.");
        Assert.Equal(ErrorKind.Refused, Assert.Single(result.Errors).Kind);
        Assert.Equal(NoteStatus.Signed, stored!.Status);
        Assert.Equal("Spoke about the lease.", (await _desk.StoredAsync(held.Session)).TextOf("data"));
    }

    [Fact]
    public async Task Read_WhenTheRowWasEditedBehindTheHouse_SaysThatTheSealIsBroken()
    {
        var (held, note) = await _desk.SignedAsync();
        await _desk.InDatabaseAsync(care => care.Set<Note>().Where(n => n.Id == note.Id).ExecuteUpdateAsync(set => set.SetProperty(n => n.SignedName, "Somebody Else")));
        var reading = await _desk.InScopeAsync(s => s.GetRequiredService<ReadNoteHandler>().HandleAsync(held.Session, "note.print", held.Worker, default));
        Assert.False(reading!.Intact);
    }

    [Fact]
    public async Task Read_WhenTextAndSealWereRewrittenTogether_SaysThatTheSealIsBroken()
    {
        var (held, note) = await _desk.SignedAsync();
        Assert.False((await ReadAsync(held)).IsBroken);
        await _desk.InDatabaseAsync(care => care.Set<Note>().Where(n => n.Id == note.Id).ExecuteUpdateAsync(set => set.SetProperty(n => n.SignedName, "Somebody Else")));
        var seal = NoteSeal.Of(await _desk.StoredAsync(held.Session));
        await _desk.InDatabaseAsync(care => care.Set<Note>().Where(n => n.Id == note.Id).ExecuteUpdateAsync(set => set.SetProperty(n => n.Seal, seal)));
        Assert.True((await _desk.StoredAsync(held.Session)).SealIsIntact);
        var reading = await ReadAsync(held);
        Assert.False(reading.Intact);
        Assert.True(reading.IsBroken);
        Assert.True(Assert.Single(await ChartAsync(held)).IsBroken);

        // Even with the seal written into the audit: that entry no longer follows from the chain.
        await _desk.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.ResourceId == note.Id.Value && e.Action == "note.sign").ExecuteUpdateAsync(set => set.SetProperty(e => e.Detail, "sha256:" + seal)));
        Assert.True((await ReadAsync(held)).IsBroken);
        await _desk.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.ResourceId == note.Id.Value && e.Action == "note.sign").ExecuteUpdateAsync(set => set.SetProperty(e => e.Detail, "sha256:" + note.Seal)));
    }

    [Fact]
    public async Task Read_WhenAnAddendumIsGone_SaysThatTheSealIsBroken()
    {
        var (held, note) = await _desk.SignedAsync();
        var gone = Guid.CreateVersion7();
        foreach (var (id, words) in new[] { (gone, "More."), (Guid.CreateVersion7(), "Still more.") }) Assert.True((await AddAsync(held, id, words, held.Worker)).IsOk);
        Assert.False((await ReadAsync(held)).IsBroken);
        Assert.False(Assert.Single(await ChartAsync(held)).IsBroken);
        await _desk.InDatabaseAsync(care => care.Set<Addendum>().Where(a => a.Note == note.Id && a.Id == gone).ExecuteDeleteAsync());
        var reading = await ReadAsync(held);
        Assert.Equal((true, 1, 1), (reading.Intact, reading.Addenda.Count, reading.Seals.AddendaMissing));
        Assert.True(reading.IsBroken);
        Assert.True(Assert.Single(await ChartAsync(held)).IsBroken);
    }

    [Fact]
    public async Task Read_WhenAnAddendumWasPutInBehindTheHouse_SaysThatItsSealIsBroken()
    {
        var (held, note) = await _desk.SignedAsync();
        await _desk.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<Linchpin.Platform.Data.CareDb>();
            care.Add(note.Add(Guid.CreateVersion7(), "Forged.", new Signer(held.Staff, "Ada Prueba", "LCSW"), TimeProvider.System.GetUtcNow()).Value);
            await care.SaveChangesAsync();
        });
        var reading = await ReadAsync(held);
        Assert.False(Assert.Single(reading.Addenda).Intact);
        Assert.True(reading.IsBroken);
    }

    [Fact]
    public async Task Save_WhenTheSignatureWasTakenAway_IsRefusedAndTheNoteIsBrokenForEverybodyWhoCouldReadIt()
    {
        var (held, note) = await _desk.SignedAsync();
        await _desk.InDatabaseAsync(care => care.Set<Note>().Where(n => n.Id == note.Id).ExecuteUpdateAsync(set => set
            .SetProperty(n => n.Status, NoteStatus.Draft).SetProperty(n => n.Seal, (string?)null).SetProperty(n => n.SignedAt, (DateTimeOffset?)null).SetProperty(n => n.SignedName, (string?)null)));
        var (result, _) = await _desk.SaveAsync(held.Session, held.Worker, note.Revision, "Another story.");
        Assert.Contains("signature is gone", Assert.Single(result.Errors).Message, StringComparison.Ordinal);
        Assert.False((await _desk.SignAsync(held.Session, held.Worker, note.Revision, NoteFacts.Mark(note.FactsJson), true, NotesDesk.Whole())).Result.IsOk);
        Assert.Equal("Spoke about the lease.", (await _desk.StoredAsync(held.Session)).TextOf("data"));

        var colleague = _desk.Hire();
        await _desk.JoinTeamAsync(held.Client, colleague);
        foreach (var reader in new[] { held.Worker, Actors.Lsw(colleague) })
        {
            var reading = await ReadAsync(held, reader);
            Assert.True(reading.Seals.WasSigned);
            Assert.True(Assert.Single(await ChartAsync(held, reader)).IsBroken);
        }

        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        foreach (var page in new[] { "/note", "/note/print" })
            Assert.Contains("Seal broken", await http.GetStringAsync($"/sessions/{held.Session}{page}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Sign and lock", await http.GetStringAsync($"/sessions/{held.Session}/note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_WhenARowWasRewrittenAndNobodyOpensIt_FindsItAndTheChartAndTheHealthSaySo()
    {
        var (held, note) = await _desk.SignedAsync();
        var (_, whole) = await _desk.SignedAsync();
        await _desk.InDatabaseAsync(care => care.Set<Note>().Where(n => n.Id == note.Id).ExecuteUpdateAsync(set => set.SetProperty(n => n.SignedName, "Somebody Else")));
        await WatchAsync();
        Assert.True(Assert.Single(await ChartAsync(held)).IsBroken);
        Assert.False(await BrokenAsync(b => b.Has(whole.Id)));
        var health = await _desk.InScopeAsync(s => ActivatorUtilities.CreateInstance<SealsHold>(s).CheckHealthAsync(new(), default));
        Assert.Equal(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded, health.Status);

        await _desk.InDatabaseAsync(care => care.Set<Note>().Where(n => n.Id == note.Id).ExecuteUpdateAsync(set => set.SetProperty(n => n.SignedName, note.SignedName)));
        await WatchAsync();
        Assert.False(Assert.Single(await ChartAsync(held)).IsBroken);
    }

    // In rounds of two, until all are through.
    private Task WatchAsync() => _desk.InScopeAsync(async s =>
    {
        var broken = s.GetRequiredService<BrokenSeals>();
        broken.Reached = null;
        do await new SealWatch(s.GetRequiredService<Linchpin.Platform.Data.CareDb>(), s.GetRequiredService<SealCheck>(), broken) { AtOnce = 2 }.RunAsync(default);
        while (broken.Reached is not null);
    });

    private Task<T> BrokenAsync<T>(Func<BrokenSeals, T> ask) => _desk.InScopeAsync(s => Task.FromResult(ask(s.GetRequiredService<BrokenSeals>())));

    private async Task<NoteReading> ReadAsync(Held held, Actor? reader = null) =>
        (await _desk.InScopeAsync(s => s.GetRequiredService<ReadNoteHandler>().HandleAsync(held.Session, "note.print", reader ?? held.Worker, default)))!;

    private Task<IReadOnlyList<Linchpin.Modules.Notes.Chart.NoteLine>> ChartAsync(Held held, Actor? reader = null) =>
        _desk.InScopeAsync(s => s.GetRequiredService<Linchpin.Modules.Notes.Chart.NotesOfClient>().ForAsync(held.Client, reader ?? held.Worker, default));

    [Fact]
    public async Task Add_WhenPostedTwice_AddsOnceInOrderAndLeavesTheNoteAsItWas()
    {
        var (held, note) = await _desk.SignedAsync();
        var first = Guid.CreateVersion7();
        foreach (var id in new[] { first, first, Guid.CreateVersion7() })
            Assert.True((await AddAsync(held, id, "More.", held.Worker)).IsOk);
        var reading = await _desk.InScopeAsync(s => s.GetRequiredService<ReadNoteHandler>().HandleAsync(held.Session, "note.print", held.Worker, default));
        Assert.Equal(2, reading!.Addenda.Count);
        Assert.All(reading.Addenda, a => Assert.True(a.Intact));
        Assert.True(reading.Intact);
        Assert.Equal(note.Seal, reading.Note.Seal);
    }

    [Fact]
    public async Task Add_WhenTheActorIsAColleague_LooksLikeNothingIsThere()
    {
        var (held, _) = await _desk.SignedAsync();
        var colleague = _desk.Hire();
        await _desk.JoinTeamAsync(held.Client, colleague);
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await AddAsync(held, Guid.CreateVersion7(), "More.", Actors.Lsw(colleague))).Errors).Kind);
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.add", AuditOutcome.Denied));
    }

    [Fact]
    public async Task Open_WhenTheDraftIsSomebodyElses_OnlyTheirSupervisorReadsItAndEveryDenialIsKept()
    {
        var held = await _desk.HeldAsync();
        await _desk.OpenAsync(held.Session, held.Worker);
        var (colleague, supervisor, stranger, peer) = (_desk.Hire(), _desk.Hire(), _desk.Hire(), _desk.Hire());
        await _desk.JoinTeamAsync(held.Client, colleague);
        await _desk.JoinTeamAsync(held.Client, peer);
        await _desk.SuperviseAsync(supervisor, held.Staff);
        Assert.True((await _desk.OpenAsync(held.Session, Actors.Staff(supervisor, ProgrammeRoles.Supervisor))).IsOk);
        foreach (var actor in new[] { Actors.Lsw(colleague), Actors.Lsw(stranger), Actors.Staff(peer, ProgrammeRoles.Peer), Actors.Client(held.Client) })
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await _desk.OpenAsync(held.Session, actor)).Errors).Kind);
        Assert.Equal(4, await _desk.AuditedAsync(held.Client, "note.read", AuditOutcome.Denied));
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await _desk.SaveAsync(held.Session, Actors.Staff(supervisor, ProgrammeRoles.Supervisor), 0, "Not mine.")).Result.Errors).Kind);
    }

    [Fact]
    public async Task Open_WhenTheNoteIsSigned_CliniciansOnTheTeamReadItAndOthersDoNot()
    {
        var (held, _) = await _desk.SignedAsync();
        var (colleague, peer) = (_desk.Hire(), _desk.Hire());
        await _desk.JoinTeamAsync(held.Client, colleague);
        await _desk.JoinTeamAsync(held.Client, peer);
        Assert.NotNull((await _desk.OpenAsync(held.Session, Actors.Staff(colleague, ProgrammeRoles.Therapist))).Value);
        Assert.False((await _desk.OpenAsync(held.Session, Actors.Staff(peer, ProgrammeRoles.Peer))).IsOk);
        Assert.False((await _desk.OpenAsync(held.Session, Actors.Lsw(_desk.Hire()))).IsOk);
    }

    [Fact]
    public async Task SessionEnded_WhenTakenTwice_GivesTheWorkerOneUnsignedNoteUntilItIsSigned()
    {
        var held = await _desk.HeldAsync();
        for (var i = 0; i < 2; i++)
            await _desk.InScopeAsync(s => s.GetRequiredService<OpenNoteWhenSessionEnds>().TakeAsync(new(held.Session, held.Client, held.Staff, DateTimeOffset.UnixEpoch), Guid.NewGuid(), default));
        var unsigned = Assert.Single(await UnsignedAsync(held.Staff));
        Assert.Equal((held.Session, held.Client, 0, false), (unsigned.Session, unsigned.Client, unsigned.Days, unsigned.HasDraft));
        var draft = await _desk.StoredAsync(held.Session);
        Assert.True((await _desk.SignAsync(held.Session, held.Worker, 0, NoteFacts.Mark(draft.FactsJson), true, NotesDesk.Whole())).Result.IsOk);
        Assert.Empty(await UnsignedAsync(held.Staff));
        Assert.Equal(($"/sessions/{held.Session}/note", true), await _desk.InScopeAsync(s => s.GetRequiredService<INoteDirectory>().PathAsync(held.Session, default)));
    }

    [Fact]
    public async Task SessionEnded_WhenNobodySigns_RemindsAfterThreeDaysThenEveryWeekAndStopsAtTheSignature()
    {
        var held = await _desk.HeldAsync();
        await _desk.InScopeAsync(s => s.GetRequiredService<OpenNoteWhenSessionEnds>().TakeAsync(new(held.Session, held.Client, held.Staff, DateTimeOffset.UnixEpoch), Guid.NewGuid(), default));
        var draft = await _desk.StoredAsync(held.Session);
        Assert.Equal(draft.SessionEndedAt!.Value.AddDays(3), (await DutyAsync(draft.Id))!.DueAt);
        // Opened again, it is not planned again.
        Assert.True((await _desk.OpenAsync(held.Session, held.Worker)).IsOk);
        Assert.Equal(1, (await DutyAsync(draft.Id))!.Version);
        var due = draft.SessionEndedAt.Value.AddDays(3);
        Assert.Equal(due.AddDays(7), (await RemindAsync(draft.Id, due)).Next);

        Assert.True((await _desk.SignAsync(held.Session, held.Worker, 0, NoteFacts.Mark(draft.FactsJson), true, NotesDesk.Whole())).Result.IsOk);
        Assert.Null(await DutyAsync(draft.Id));
        Assert.Null((await RemindAsync(draft.Id, due)).Next);
    }

    [Fact]
    public async Task Note_WhenItIsOpenedWhileTheSessionLasts_IsRemindedOfFromTheSessionsEnd()
    {
        var held = await _desk.HeldAsync(but: f => f with { EndedAt = null });
        Assert.True((await _desk.OpenAsync(held.Session, held.Worker)).IsOk);
        var draft = await _desk.StoredAsync(held.Session);
        Assert.Null(await DutyAsync(draft.Id));
        _desk.End(held.Session);
        await _desk.InScopeAsync(s => s.GetRequiredService<OpenNoteWhenSessionEnds>().TakeAsync(new(held.Session, held.Client, held.Staff, DateTimeOffset.UnixEpoch), Guid.NewGuid(), default));
        Assert.Equal((await _desk.StoredAsync(held.Session)).SessionEndedAt!.Value.AddDays(3), (await DutyAsync(draft.Id))!.DueAt);
    }

    private Task<Duty?> DutyAsync(NoteId note) => _desk.InDatabaseAsync(care => care.Set<Duty>().AsNoTracking().SingleOrDefaultAsync(d => d.Kind == NoteReminder.Kind.Name && d.Key == $"{note}"));

    private Task<DutyOutcome> RemindAsync(NoteId note, DateTimeOffset now) =>
        _desk.InScopeAsync(s => s.GetRequiredService<NoteReminder>().DoAsync(new DutyTurn($"{note}", "", now, now), default));

    private Task<IReadOnlyList<UnsignedNote>> UnsignedAsync(StaffId worker) => _desk.InScopeAsync(s => s.GetRequiredService<INoteDirectory>().UnsignedAsync(worker, default));

    private Task<Result> AddAsync(Held held, Guid id, string text, Actor actor) =>
        _desk.InScopeAsync(s => s.GetRequiredService<AddAddendumHandler>().HandleAsync(new(held.Session, id, text), actor, default));

    public sealed class OnSqlite(SqliteHost host) : NoteHandlerTests(host);

    public sealed class OnPostgres(PostgresHost host) : NoteHandlerTests(host);
}

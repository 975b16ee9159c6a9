using System.Globalization;
using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.Notes.Cosign;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.Notes.RemindOfCosignature;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Linchpin.Shell.Today;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Notes;

public sealed class CosignatureRuleTests
{
    private static readonly CosignatureRule Everywhere = new(null, 7, new DateOnly(2026, 1, 1), true, "A custom");

    [Fact]
    public void Rules_OfTheEmbeddedFile_SayTheirDaysAndThatTheyArePolicy()
    {
        var rule = CosignatureRules.Load().For(UsState.Parse("MD"), new DateOnly(2026, 11, 28));
        Assert.Equal((7, true), (rule.Days, rule.IsPolicy));
        Assert.StartsWith("Programme policy, 7 days: ", rule.Cite(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MD", "2026-06-01", 14)]
    [InlineData("MD", "2026-12-01", 3)]
    [InlineData("VA", "2026-12-01", 7)]
    [InlineData(null, "2025-01-01", 7)]
    public void Rules_WhenAStateHasItsOwn_TakeTheNewestThatHolds(string? place, string day, int days)
    {
        var rules = new CosignatureRules([Everywhere, new("MD", 14, new DateOnly(2026, 1, 1), false, "A statute"), new("MD", 3, new DateOnly(2026, 12, 1), false, "A newer one")]);
        Assert.Equal(days, rules.For(place is null ? null : UsState.Parse(place), DateOnly.Parse(day, CultureInfo.InvariantCulture)).Days);
    }

    [Theory]
    [InlineData("MD/LicensedUnderSupervision", null, false, true)]
    [InlineData("MD/Licensed", null, false, false)]
    [InlineData("MD/Licensed", null, true, false)]
    [InlineData("MD/LicensedUnderSupervision", "A colleague", false, false)]
    [InlineData("VA/NoLicence", null, true, true)]
    [InlineData(null, null, true, true)]
    [InlineData(null, null, false, false)]
    public void Need_FollowsTheGateAndThenTheLicenceOfToday(string? code, string? colleague, bool supervised, bool needed)
    {
        var source = new FactSource("Session", Guid.NewGuid());
        var facts = new NoteFacts(Zone.Default, [new(FactKind.Gate, source, "LMSW 7", colleague, code)]);
        Assert.Equal(needed, CosignatureNeed.Of(facts, supervised).Needed);
    }
}

public abstract class CosignatureTests(CareHost host)
{
    private readonly NotesDesk _desk = NotesDesk.Of(host);

    [Fact]
    public async Task Sign_UnderASupervisedLicence_AsksForACosignatureWithItsDay()
    {
        var (held, note) = await SignedAsync();
        var asked = await AskedAsync(note);
        Assert.Equal(("OH", CosignatureStatus.Waiting, 1, held.Staff), (asked.Place?.Code, asked.Status, asked.Round, asked.Author));
        Assert.Equal(Zone.DayAt(note.SignedAt!.Value, Zone.Default).AddDays(7), asked.DueOn);
        Assert.Contains("Programme policy", asked.Basis, StringComparison.Ordinal);
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.cosign-ask"));
        Assert.NotNull(await DutyAsync(asked));
        var (_, independent) = await _desk.SignedAsync();
        Assert.False(await _desk.InDatabaseAsync(care => care.Set<Cosignature>().AnyAsync(c => c.Note == independent.Id)));
    }

    [Fact]
    public async Task Cosign_BySupervisor_StandsBesideTheNoteWhichStaysAsItWas()
    {
        var (held, note) = await SignedAsync();
        var supervisor = await SupervisorAsync(held);
        for (var i = 0; i < 2; i++) Assert.True((await SignAsync(held, supervisor)).IsOk);
        var asked = await AskedAsync(note);
        Assert.Equal((CosignatureStatus.Signed, "Sue Pervisor", "LISW-S"), (asked.Status, asked.Name, asked.Title));
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.cosign"));
        Assert.Null(await DutyAsync(asked));
        var stored = await _desk.StoredAsync(held.Session);
        Assert.Equal((note.Seal, note.Version, note.FactsJson, note.SignedAt), (stored.Seal, stored.Version, stored.FactsJson, stored.SignedAt));
        Assert.False((await FindingAsync(stored)).IsBroken(stored.Status));
        Assert.Equal(ErrorKind.Refused, Assert.Single((await ReturnAsync(held, supervisor, "Too late")).Errors).Kind);
    }

    [Fact]
    public async Task Cosign_WhenForcedByWhoeverMayNot_IsRefusedAndAuditedAsDenied()
    {
        var (held, note) = await SignedAsync();
        var colleague = _desk.Hire();
        await _desk.JoinTeamAsync(held.Client, colleague);
        var stranger = _desk.Hire();
        Actor[] outsiders = [held.Worker, Actors.Staff(held.Staff, ProgrammeRoles.Supervisor), Actors.Lsw(colleague), Actors.Staff(colleague, ProgrammeRoles.Supervisor), Actors.Staff(stranger, ProgrammeRoles.Supervisor)];
        foreach (var actor in outsiders)
        {
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await SignAsync(held, actor)).Errors).Kind);
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await ReturnAsync(held, actor, "Because")).Errors).Kind);
        }

        Assert.Equal(2 * outsiders.Length, await _desk.AuditedAsync(held.Client, "note.cosign", AuditOutcome.Denied));

        // Somebody who needs a co-signature gives none; nor does a supervisor for another state.
        var beginner = await SupervisorAsync(held, supervised: true);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await SignAsync(held, beginner)).Errors).Kind);
        var unlicensed = await SupervisorAsync(held, title: null);
        Assert.Contains("work alone in {0} today", Assert.Single((await SignAsync(held, unlicensed)).Errors).Message, StringComparison.Ordinal);
        var elsewhere = await SupervisorAsync(held, state: "VA");
        Assert.Equal(ErrorKind.Refused, Assert.Single((await SignAsync(held, elsewhere)).Errors).Kind);
        Assert.Equal((2 * outsiders.Length) + 3, await _desk.AuditedAsync(held.Client, "note.cosign", AuditOutcome.Denied));
        Assert.Equal(CosignatureStatus.Waiting, (await AskedAsync(note)).Status);
        Assert.True((await SignAsync(held, await SupervisorAsync(held, state: "OH"))).IsOk);
    }

    [Fact]
    public async Task Return_WithAReason_ComesBackToTheAuthorWhoAsksAgain()
    {
        var (held, note) = await SignedAsync();
        var supervisor = await SupervisorAsync(held);
        Assert.Equal("Reason", Assert.Single((await ReturnAsync(held, supervisor, " ")).Errors).Field);
        for (var i = 0; i < 2; i++) Assert.True((await ReturnAsync(held, supervisor, "Say who was told.")).IsOk);
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.cosign-return"));
        Assert.Equal(held.Session, Assert.Single(await ReturnedAsync(held.Staff)).Session);
        Assert.Empty(await AwaitedAsync(held.Staff));
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await AskAgainAsync(held, supervisor)).Errors).Kind);

        var both = await Task.WhenAll(AskAgainAsync(held, held.Worker), AskAgainAsync(held, held.Worker));
        Assert.All(both, r => Assert.True(r.IsOk));
        Assert.Equal([(1, CosignatureStatus.Returned), (2, CosignatureStatus.Waiting)], (await RoundsAsync(note)).Select(c => (c.Round, c.Status)));
        Assert.Empty(await ReturnedAsync(held.Staff));
        Assert.Equal(7, Assert.Single(await AwaitedAsync(held.Staff)).Days);
        Assert.True((await SignAsync(held, supervisor)).IsOk);
        Assert.Equal((note.Seal, note.Version), ((await _desk.StoredAsync(held.Session)).Seal, (await _desk.StoredAsync(held.Session)).Version));
    }

    [Fact]
    public async Task Decide_WhenTwoSupervisorsDoAtOnce_OnlyOneWordStands()
    {
        var (held, note) = await SignedAsync();
        var (one, two) = (await SupervisorAsync(held), await SupervisorAsync(held));
        var answers = await Task.WhenAll(SignAsync(held, one), ReturnAsync(held, two, "Not yet"));
        Assert.Single(answers, a => a.IsOk);
        var asked = await AskedAsync(note);
        Assert.Equal(answers[0].IsOk ? CosignatureStatus.Signed : CosignatureStatus.Returned, asked.Status);
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.cosign") + await _desk.AuditedAsync(held.Client, "note.cosign-return"));
    }

    [Fact]
    public async Task Seal_WhenTheCosignatureWasRewrittenOrTakenAway_IsBroken()
    {
        var (held, note) = await SignedAsync();
        Assert.True((await SignAsync(held, await SupervisorAsync(held))).IsOk);
        var asked = await AskedAsync(note);
        await _desk.InDatabaseAsync(care => care.Set<Cosignature>().Where(c => c.Id == asked.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Name, "Somebody Else")));
        Assert.True((await FindingAsync(await _desk.StoredAsync(held.Session))).IsBroken(NoteStatus.Signed));
        await _desk.InDatabaseAsync(care => care.Set<Cosignature>().Where(c => c.Id == asked.Id).ExecuteDeleteAsync());
        Assert.Equal(1, (await FindingAsync(await _desk.StoredAsync(held.Session))).CosignaturesMissing);
    }

    [Fact]
    public async Task Reminder_WhenItsMomentComes_TellsTheSupervisorOrWithoutOneTheAdministrators()
    {
        var (held, note) = await SignedAsync();
        var asked = await AskedAsync(note);
        var duty = (await DutyAsync(asked))!;
        Assert.Equal(asked.DueOn.AddDays(-2), Zone.DayAt(duty.DueAt, Zone.Default));
        var admin = _desk.Hire();
        await _desk.SignedInAsync(admin, ProgrammeRoles.Admin);
        Assert.Contains((admin, true), await ToldAsync(asked, duty));
        var supervisor = await SupervisorAsync(held);
        Assert.Equal([(supervisor.Staff!.Value, false)], await ToldAsync(asked, duty));
        Assert.True((await SignAsync(held, supervisor)).IsOk);
        Assert.Empty(await ToldAsync(asked, duty));
    }

    [Fact]
    public async Task Today_OfSupervisorAndAuthor_ShowsWhatWaitsAndWhatCameBack()
    {
        var (held, _) = await SignedAsync();
        var supervisor = await SupervisorAsync(held);
        Assert.Equal([AttentionKind.Cosignature], await TodayAsync(supervisor, held));
        Assert.Empty(await TodayAsync(held.Worker, held));
        Assert.True((await ReturnAsync(held, supervisor, "Say who was told.")).IsOk);
        Assert.Empty(await TodayAsync(supervisor, held));
        Assert.Equal([AttentionKind.ReturnedNote], await TodayAsync(held.Worker, held));
    }

    private async Task<IEnumerable<AttentionKind>> TodayAsync(Actor actor, Held held) => (await AskAsync<TodayQuery, WorkDay>(t => t.LoadAsync(actor, isRefresh: false, default)))
        .Attention.Where(i => i.Href == $"/sessions/{held.Session}/note#cosign").Select(i => i.Kind);

    [Fact]
    public async Task Pages_FromTheWorklistToThePaper_ShowBothSignatures()
    {
        var (held, _) = await SignedAsync();
        var supervisor = await SupervisorAsync(held);
        var path = $"/sessions/{held.Session}/note";
        var (author, _, _) = await _desk.SignedInAsync(held.Staff);
        var own = WebUtility.HtmlDecode(await author.GetStringAsync(path));
        Assert.Contains("Awaits co-signature", own, StringComparison.Ordinal);
        Assert.DoesNotContain("Your co-signature", own, StringComparison.Ordinal);
        var forced = await author.PostAsync(path, Form(own, "cosign", ("Cosigning.HasRead", "true")));
        Assert.False(forced.StatusCode == HttpStatusCode.Redirect);

        var (above, _, _) = await _desk.SignedInAsync(supervisor.Staff!.Value, ProgrammeRoles.Supervisor);
        Assert.Contains($"{path}#cosign", await above.GetStringAsync("/notes/co-signatures"), StringComparison.Ordinal);
        var page = await above.GetStringAsync(path);
        var unread = await above.PostAsync(path, Form(page, "cosign"));
        Assert.Contains("Say that you have read the note before you co-sign it.", WebUtility.HtmlDecode(await unread.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        var empty = await above.PostAsync(path, Form(page, "return-note", ("Returning.Reason", "")));
        Assert.Contains("Say what is missing", WebUtility.HtmlDecode(await empty.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await above.PostAsync(path, Form(page, "return-note", ("Returning.Reason", "Say who was told.")))).StatusCode);

        own = await author.GetStringAsync(path);
        Assert.Contains("Say who was told.", own, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await author.PostAsync(path, Form(own, "ask-again"))).StatusCode);
        page = await above.GetStringAsync(path);
        for (var i = 0; i < 2; i++)
        {
            // The second is the other half of a double click.
            var signed = await above.PostAsync(path, Form(page, "cosign", ("Cosigning.HasRead", "true")));
            Assert.Equal(HttpStatusCode.Redirect, signed.StatusCode);
        }

        var paper = await above.GetStringAsync(path + "/print");
        Assert.Contains("Signed by Tobias Prueba, LMSW", paper, StringComparison.Ordinal);
        Assert.Contains("Co-signed by Sue Pervisor, LISW-S", paper, StringComparison.Ordinal);
        Assert.Contains("Say who was told.", paper, StringComparison.Ordinal);
        Assert.Contains("Nothing waits for your co-signature", await above.GetStringAsync("/notes/co-signatures"), StringComparison.Ordinal);
    }

    private static FormUrlEncodedContent Form(string page, string handler, params (string Name, string Value)[] fields) => new(
        [new("_handler", handler), new("__RequestVerificationToken", NotesDesk.Token(page)), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]);

    private async Task<(Held Held, Note Note)> SignedAsync()
    {
        var worker = _desk.Hire("LMSW", supervised: true, name: "Tobias Prueba");
        var held = await _desk.HeldAsync(but: f => f with { Gates = [.. f.Gates.Select(g => g with { Standing = LicenceStanding.LicensedUnderSupervision })] }, by: worker);
        var draft = (await _desk.OpenAsync(held.Session, held.Worker)).Value!;
        var signed = await _desk.SignAsync(held.Session, held.Worker, draft.Revision, NoteFacts.Mark(draft.FactsJson), true, NotesDesk.Whole());
        Assert.True(signed.Result.IsOk);
        return (held, await _desk.StoredAsync(held.Session));
    }

    private async Task<Actor> SupervisorAsync(Held held, bool supervised = false, string? state = null, string? title = "LISW-S")
    {
        var supervisor = _desk.Hire(title, supervised, "Sue Pervisor");
        await _desk.InDatabaseAsync(care =>
        {
            care.Add(SupervisionLine.Begin(Guid.CreateVersion7(), supervisor, held.Staff, Zone.DayAt(DateTimeOffset.UtcNow, Zone.Default).AddDays(-2), state is null ? null : UsState.Parse(state)));
            return care.SaveChangesAsync();
        });
        return Actors.Staff(supervisor, ProgrammeRoles.Supervisor);
    }

    private Task<Result> SignAsync(Held held, Actor actor) => AskAsync<CosignNoteHandler, Result>(h => h.SignAsync(held.Session, hasRead: true, actor, default));

    private Task<Result> ReturnAsync(Held held, Actor actor, string reason) => AskAsync<CosignNoteHandler, Result>(h => h.ReturnAsync(held.Session, reason, actor, default));

    private Task<Result> AskAgainAsync(Held held, Actor actor) => AskAsync<CosignNoteHandler, Result>(h => h.AskAgainAsync(held.Session, actor, default));

    private Task<IReadOnlyList<AwaitedCosignature>> AwaitedAsync(StaffId author) => AskAsync<INoteDirectory, IReadOnlyList<AwaitedCosignature>>(n => n.AwaitedAsync([author], default));

    private Task<IReadOnlyList<AwaitedCosignature>> ReturnedAsync(StaffId author) => AskAsync<INoteDirectory, IReadOnlyList<AwaitedCosignature>>(n => n.ReturnedAsync(author, default));

    private Task<SealFinding> FindingAsync(Note note) => AskAsync<SealCheck, SealFinding>(s => s.OfAsync(note, default));

    private async Task<Cosignature> AskedAsync(Note note) => (await RoundsAsync(note))[^1];

    private Task<List<Cosignature>> RoundsAsync(Note note) => _desk.InDatabaseAsync(care => care.Set<Cosignature>().AsNoTracking().Where(c => c.Note == note.Id).OrderBy(c => c.Round).ToListAsync());

    private Task<Duty?> DutyAsync(Cosignature asked) => _desk.InDatabaseAsync(care => care.Set<Duty>().AsNoTracking().SingleOrDefaultAsync(d => d.Kind == CosignatureReminder.Kind.Name && d.Key == $"{asked.Id}"));

    // What one turn of the reminder tells, without waiting for the loop that delivers it.
    private async Task<List<(StaffId Reader, bool NobodySupervises)>> ToldAsync(Cosignature asked, Duty duty) => await _desk.InScopeAsync(async s =>
    {
        var care = s.GetRequiredService<CareDb>();
        var before = await care.Set<OutboxMessage>().Select(m => m.Id).ToListAsync();
        await s.GetRequiredService<CosignatureReminder>().DoAsync(new DutyTurn($"{asked.Id}", "", duty.DueAt, duty.DueAt), default);
        await care.SaveChangesAsync();
        var fresh = await care.Set<OutboxMessage>().AsNoTracking().Where(m => m.Event == nameof(CosignatureWaits) && !before.Contains(m.Id)).ToListAsync();
        return fresh.Select(m => System.Text.Json.JsonSerializer.Deserialize<CosignatureWaits>(m.Payload, OutboxWriter.Json)!)
            .Where(w => w.Cosignature == asked.Id).Select(w => (w.Reader, w.NobodySupervises)).ToList();
    });

    private Task<TAnswer> AskAsync<TAsked, TAnswer>(Func<TAsked, Task<TAnswer>> ask) where TAsked : notnull => _desk.InScopeAsync(s => ask(s.GetRequiredService<TAsked>()));

    public sealed class OnSqlite(SqliteHost host) : CosignatureTests(host);

    public sealed class OnPostgres(PostgresHost host) : CosignatureTests(host);
}

using System.Net;
using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Accounts;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Invitations;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.EmergencyContacts;
using Linchpin.Modules.People.Supporting;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Linchpin.Tests.Modules.Access;

/// <summary>From the chart to the page of somebody who stands by a client, and back to nothing.</summary>
public abstract class SupporterInvitationTests(CareHost host)
{
    private readonly SupporterDesk _desk = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Supporter_WhenInvitedWithTheClientsAgreement_SeesWhatWasAgreedAndNothingElse()
    {
        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker, "Rosalind", "Roz");
        var form = SupporterDesk.Form();
        var tie = await _desk.KeepAsync(worker, client, form);
        var browser = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker);
        var email = SupporterDesk.Fresh();
        using (var chart = await browser.GetAsync($"/clients/{client}")) Assert.Contains($"/supporters/{tie}/invitation", await TextAsync(chart), StringComparison.Ordinal);
        using (var page = await browser.GetAsync(SupporterDesk.Path(client, tie))) Assert.Contains(form.MayBeTold!, await TextAsync(page), StringComparison.Ordinal);
        using (var sent = await _desk.InviteAsync(browser, client, tie, email)) Assert.EndsWith("/invitation?done=sent", sent.Headers.Location!.ToString(), StringComparison.Ordinal);

        var token = await _desk.TokenAsync(tie);
        var guest = Visitor.Stranger(host);
        using (var letter = await guest.GetAsync("/invitation/" + token)) Assert.Contains("Make the account without a password", await TextAsync(letter), StringComparison.Ordinal);
        guest = await _desk.EnterAsync(token, email);
        using (var home = await guest.GetAsync("/")) Assert.Equal("/supporting", home.Headers.Location!.ToString());
        using var own = await guest.GetAsync("/supporting");
        var seen = await TextAsync(own);
        foreach (var words in new[] { "Roz", form.MayBeTold!, "988", form.Name!, "(410) 555-0188" }) Assert.Contains(words, seen, StringComparison.Ordinal);
        // The family name, the legal name, and what the care team wrote for itself.
        foreach (var hidden in new[] { "Prueba", "Rosalind", form.ReachNote!, form.ReleaseScope!, form.Relationship!, form.PapersNote! }) Assert.DoesNotContain(hidden, seen, StringComparison.Ordinal);

        using (var again = await browser.GetAsync(SupporterDesk.Path(client, tie))) Assert.Contains("This person has an account.", await TextAsync(again), StringComparison.Ordinal);
        foreach (var act in new[] { "supporter.invitation-read", "supporter.invited", "supporter.invitation-accepted", "supporting.read" }) Assert.NotEqual(0, await host.EntriesAsync(client, act));
        var account = await host.InDatabaseAsync(care => care.Set<Account>().AsNoTracking().SingleAsync(a => a.Email == email, Cancel));
        Assert.Equal((null, null, true), (account.Staff, account.Client, account.Supporter is not null));
        var me = await Visitor.SignInAsync(host, ProgrammeRoles.Client, client: client);
        using var told = await me.GetAsync("/me/who-opened");
        var list = await TextAsync(told);
        Assert.Contains("saw what you want to be called and what you agreed that they may be told", list, StringComparison.Ordinal);
        Assert.Contains("stands by a client", list, StringComparison.Ordinal);
        Assert.Contains(form.Name!, list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("over")]
    [InlineData("archived")]
    public async Task Invitation_WhenTheClientHasNotAgreed_IsRefusedWithASentence(string state)
    {
        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker);
        var form = SupporterDesk.Form();
        if (state == "none") (form.HasRelease, form.ReleaseScope, form.ReleaseExpires) = (false, null, null);
        if (state == "over") form.ReleaseExpires = Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default).AddDays(-2);
        var tie = await _desk.KeepAsync(worker, client, form);
        if (state == "archived") await _desk.ArchiveAsync(worker, client);
        var refused = await host.InScopeAsync(s => s.GetRequiredService<InviteSupporter>().InviteAsync(client, tie, new InviteForm { Email = SupporterDesk.Fresh() }, Actors.Lsw(worker), Cancel));
        Assert.Contains(state == "archived" ? "archived" : "The client has to agree first", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
        var browser = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker);
        using var page = await browser.GetAsync(SupporterDesk.Path(client, tie));
        var shown = await TextAsync(page);
        Assert.Contains(state == "archived" ? "This record is archived" : "The client has to agree first", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Send the invitation", shown, StringComparison.Ordinal);
        Assert.False(await host.InDatabaseAsync(care => care.Set<AccountInvitation>().AnyAsync(i => i.Person == tie, Cancel)));
    }

    [Fact]
    public async Task Invitation_WhenTheClientIsAnotherTeams_LooksMissingAndIsAudited()
    {
        var (worker, other) = (await _desk.WorkerAsync(), await _desk.WorkerAsync());
        var (client, mine) = (await _desk.ClientAsync(worker), await _desk.ClientAsync(other));
        var tie = await _desk.KeepAsync(worker, client, SupporterDesk.Form());
        var browser = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, other);
        using (var theirs = await browser.GetAsync(SupporterDesk.Path(client, tie))) Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(1, await host.EntriesAsync(client, "supporter.invitation-read", AuditOutcome.Denied));
        // Nor by the way of a client of one's own.
        foreach (var path in new[] { mine, client })
        {
            var result = await host.InScopeAsync(s => s.GetRequiredService<InviteSupporter>().InviteAsync(path, tie, new InviteForm { Email = SupporterDesk.Fresh() }, Actors.Lsw(other), Cancel));
            Assert.Equal(ErrorKind.NotFound, Assert.Single(result.Errors).Kind);
        }

        using var crossed = await browser.GetAsync(SupporterDesk.Path(mine, tie));
        Assert.Equal(HttpStatusCode.NotFound, crossed.StatusCode);
        Assert.False(await host.InDatabaseAsync(care => care.Set<AccountInvitation>().AnyAsync(i => i.Person == tie, Cancel)));
    }

    [Fact]
    public async Task Invitation_WhenPostedTwice_SendsOneLetterAndMakesOneAccount()
    {
        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker);
        var tie = await _desk.KeepAsync(worker, client, SupporterDesk.Form());
        var browser = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker);
        var email = SupporterDesk.Fresh();
        using (var first = await _desk.InviteAsync(browser, client, tie, email)) Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var token = await _desk.TokenAsync(tie);
        using (var second = await _desk.InviteAsync(browser, client, tie, email)) Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
        Assert.Equal(token, await _desk.TokenAsync(tie));
        Assert.Equal(1, await host.EntriesAsync(client, "supporter.invited"));
        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => host.InScopeAsync(s => s.GetRequiredService<AcceptInvitation>().HandleAsync(token, null, Cancel))));
        Assert.Single(results, r => r.IsOk);
        Assert.True((await host.InDatabaseAsync(care => care.Set<Account>().AsNoTracking().SingleAsync(a => a.Email == email, Cancel))).SignsInByLink);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public async Task Letter_WhenTheAddressHasAnAccountOrNot_NamesNobodyAndThePageAnswersAlike(string language)
    {
        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker, "Canaryclient");
        var form = SupporterDesk.Form();
        form.Language = language;
        var (known, unknown) = (await _desk.KeepAsync(worker, client, form), await _desk.KeepAsync(worker, client, SupporterDesk.Form(language)));
        var browser = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker);
        var (taken, free) = (SupporterDesk.Fresh(), SupporterDesk.Fresh());
        // The address of a client: nobody is both with one account.
        await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(taken, Visitor.Password, [ProgrammeRoles.Client], "Vera Muster", Client: client), Cancel));
        List<string> shown = [];
        foreach (var (tie, email) in new[] { (known, taken), (unknown, free) })
        {
            using var sent = await _desk.InviteAsync(browser, client, tie, email);
            Assert.EndsWith("/invitation?done=sent", sent.Headers.Location!.ToString(), StringComparison.Ordinal);
            using var page = await browser.GetAsync(SupporterDesk.Path(client, tie));
            var text = await TextAsync(page);
            Assert.Contains("Invited, and not answered yet", text, StringComparison.Ordinal);
            shown.Add(text[..text.IndexOf(email, StringComparison.Ordinal)].Split("<main", 2)[1].Replace(tie.ToString(), "", StringComparison.Ordinal));
            var letter = await _desk.LetterAsync(tie);
            Assert.Equal(email, letter.To);
            Assert.Equal(language == "es" ? "Su cuenta" : "Your account", letter.Subject);
            Assert.Null(letter.Sender);
            foreach (var canary in new[] { "Canaryclient", "Prueba", "Ana Supporter", form.MayBeTold!, form.ReleaseScope!, "treatment", "recovery", "addiction", "client", "cliente" })
                Assert.DoesNotContain(canary, letter.Subject + letter.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(email == free, letter.Text.Contains("/invitation/", StringComparison.Ordinal));
        }

        Assert.Equal(shown[0], shown[1]);
        var refused = await host.InScopeAsync(async s => await s.GetRequiredService<AcceptInvitation>().HandleAsync(await _desk.TokenAsync(known), "a quite different password", Cancel));
        Assert.Equal(AcceptInvitation.Over, Assert.Single(refused.Errors));
        Assert.Null((await host.InDatabaseAsync(care => care.Set<Account>().AsNoTracking().SingleAsync(a => a.Email == taken, Cancel))).Supporter);
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("contact-removed")]
    [InlineData("release-ended")]
    [InlineData("taken-back")]
    public async Task Link_WhenTheTieOrTheAgreementEndsFirst_OpensNothing(string state)
    {
        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker);
        var form = SupporterDesk.Form();
        form.IsEmergencyContact = state == "contact-removed";
        var tie = await _desk.KeepAsync(worker, client, form);
        await _desk.AskAsync(worker, client, tie, SupporterDesk.Fresh());
        var token = await _desk.TokenAsync(tie);
        Assert.True(await OpensAsync(token));
        switch (state)
        {
            case "ended": await _desk.EndAsync(worker, client, tie); break;
            case "contact-removed":
                await _desk.ChangeAsync(worker, client, tie, f => (f.HasRelease, f.ReleaseScope, f.ReleaseExpires, f.Authority, f.PapersSeenOn, f.PapersNote) = (false, null, null, "None", null, null));
                Assert.True((await host.InScopeAsync(s => s.GetRequiredService<KeepEmergencyContactHandler>().RemoveAsync(client, tie, Actors.Lsw(worker), Cancel))).IsOk);
                break;
            case "release-ended": await _desk.ChangeAsync(worker, client, tie, f => (f.HasRelease, f.ReleaseScope, f.ReleaseExpires) = (false, null, null)); break;
            default: Assert.True((await host.InScopeAsync(s => s.GetRequiredService<InviteSupporter>().TakeBackAsync(client, tie, Actors.Lsw(worker), Cancel))).IsOk); break;
        }

        Assert.False(await OpensAsync(token));
        Assert.Equal(AcceptInvitation.Over, Assert.Single((await host.InScopeAsync(s => s.GetRequiredService<AcceptInvitation>().HandleAsync(token, Visitor.Password, Cancel))).Errors));
        Assert.Equal(state == "release-ended" ? 0 : 1, await host.EntriesAsync(client, "supporter.invitation-taken-back"));
    }

    [Fact]
    public async Task Invitation_WhenTakenBackAndSentAgainAtOnce_SendsANewLink()
    {
        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker);
        var tie = await _desk.KeepAsync(worker, client, SupporterDesk.Form());
        var email = SupporterDesk.Fresh();
        await _desk.AskAsync(worker, client, tie, email);
        var first = await _desk.TokenAsync(tie);
        for (var i = 0; i < 2; i++) Assert.True((await host.InScopeAsync(s => s.GetRequiredService<InviteSupporter>().TakeBackAsync(client, tie, Actors.Lsw(worker), Cancel))).IsOk);
        Assert.Equal(1, await host.EntriesAsync(client, "supporter.invitation-taken-back"));
        await _desk.AskAsync(worker, client, tie, email);
        Assert.True(await OpensAsync(await _desk.TokenAsync(tie)));
        Assert.False(await OpensAsync(first));
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("release-ended")]
    [InlineData("archived")]
    [InlineData("taken-back")]
    public async Task Page_WhenTheTieOrTheAgreementEnds_NamesNobodyAnyMoreAndSaysSoKindly(string state)
    {
        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker, "Rosalind", "Rozzy");
        var tie = await _desk.KeepAsync(worker, client, SupporterDesk.Form());
        var guest = await _desk.GuestAsync(worker, client, tie);
        using (var before = await guest.GetAsync("/supporting")) Assert.Contains("Rozzy", await TextAsync(before), StringComparison.Ordinal);
        switch (state)
        {
            case "ended": await _desk.EndAsync(worker, client, tie); break;
            case "release-ended": await _desk.ChangeAsync(worker, client, tie, f => (f.HasRelease, f.ReleaseScope, f.ReleaseExpires) = (false, null, null)); break;
            case "archived": await _desk.ArchiveAsync(worker, client); break;
            default: Assert.True((await host.InScopeAsync(s => s.GetRequiredService<InviteSupporter>().TakeBackAsync(client, tie, Actors.Lsw(worker), Cancel))).IsOk); break;
        }

        var looks = await host.EntriesAsync(client, "supporting.read");
        using var after = await guest.GetAsync("/supporting");
        var page = await TextAsync(after);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.DoesNotContain("Rozzy", page, StringComparison.Ordinal);
        Assert.Contains("Nobody is on this page right now", page, StringComparison.Ordinal);
        Assert.Contains("988", page, StringComparison.Ordinal);
        Assert.Equal(looks, await host.EntriesAsync(client, "supporting.read"));
    }

    [Fact]
    public async Task Page_WhenTheLastDayOfTheAgreementHasPassedWhereTheClientLives_NamesNobody()
    {
        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker, "Rosalind", "Rozzy");
        var form = SupporterDesk.Form();
        var last = Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default).AddDays(3);
        form.ReleaseExpires = last;
        var tie = await _desk.KeepAsync(worker, client, form);
        await _desk.GuestAsync(worker, client, tie);
        var actor = await _desk.ActorAsync(tie);
        var clock = new FakeTimeProvider(Zone.Day(last, Zone.Default).End.AddMinutes(-1));
        var later = host.With(services => OwnClock.On(services, clock));
        foreach (var isShown in new[] { true, false })
        {
            await using var scope = later.Services.CreateAsyncScope();
            var own = await scope.ServiceProvider.GetRequiredService<ReadSupported>().RunAsync(actor, Cancel);
            Assert.Equal(isShown ? ["Rozzy"] : [], own!.People.Select(p => p.Called));
            clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task Supporter_WhenTheyStandByTwo_SeesEachByTheirOwnInvitationAndKeepsTheOther()
    {
        var worker = await _desk.WorkerAsync();
        var (first, second) = (await _desk.ClientAsync(worker, "Firstborn"), await _desk.ClientAsync(worker, "Secondborn"));
        var form = SupporterDesk.Form();
        form.Phone1 = $"(443) 555-{Random.Shared.Next(1000, 9999)}";
        var tie = await _desk.KeepAsync(worker, first, form);
        var guest = await _desk.GuestAsync(worker, first, tie);
        var again = SupporterDesk.Form();
        (again.Phone1, again.Same) = (form.Phone1, (await _desk.SupporterAsync(tie)).ToString());
        var other = await _desk.KeepAsync(worker, second, again);
        Assert.Equal(await _desk.SupporterAsync(tie), await _desk.SupporterAsync(other));

        // The second client's agreement does not open the page by itself, and the second chart is not told of the account.
        using (var page = await guest.GetAsync("/supporting")) Assert.DoesNotContain("Secondborn", await TextAsync(page), StringComparison.Ordinal);
        Assert.Equal(InvitationStanding.NotInvited, (await _desk.CardAsync(worker, second, other)).Invitation.Standing);
        await _desk.AskAsync(worker, second, other, SupporterDesk.Fresh());
        Assert.Equal(InvitationStanding.Invited, (await _desk.CardAsync(worker, second, other)).Invitation.Standing);
        Assert.DoesNotContain("/invitation/", (await _desk.LetterAsync(other)).Text, StringComparison.Ordinal);
        using (var page = await guest.GetAsync("/supporting"))
        {
            var both = await TextAsync(page);
            Assert.Contains("Firstborn", both, StringComparison.Ordinal);
            Assert.Contains("Secondborn", both, StringComparison.Ordinal);
        }

        Assert.Equal(InvitationStanding.HasAccount, (await _desk.CardAsync(worker, second, other)).Invitation.Standing);
        Assert.Equal(1, await host.EntriesAsync(second, "supporter.invitation-accepted"));
        await _desk.EndAsync(worker, first, tie);
        using var left = await guest.GetAsync("/supporting");
        var one = await TextAsync(left);
        Assert.DoesNotContain("Firstborn", one, StringComparison.Ordinal);
        Assert.Contains("Secondborn", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Supporter_WhenSignedIn_PassesTheDoorsOfTheirOwnPagesAlone()
    {
        var open = Route.All(host.Services).Where(r => !r.Anonymous && r.OpensTo(ProgrammeRoles.Supporter)).Select(r => r.Pattern).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("/supporting", open);
        Assert.DoesNotContain(open, p => p is not ("/supporting" or "/sign-out" or "/account") && !p.StartsWith("/account/", StringComparison.Ordinal));

        var worker = await _desk.WorkerAsync();
        var client = await _desk.ClientAsync(worker);
        var tie = await _desk.KeepAsync(worker, client, SupporterDesk.Form());
        var guest = await _desk.GuestAsync(worker, client, tie);
        foreach (var path in new[] { $"/clients/{client}", $"/clients/{client}/record", $"/clients/{client}/photo", SupporterDesk.Path(client, tie), "/me", "/me/record", "/today", "/clients" })
        {
            using var answer = await guest.GetAsync(path);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, path);
        }

        var actor = await _desk.ActorAsync(tie);
        Assert.NotNull(actor.Supporter);
        Assert.False(await host.InScopeAsync(s => s.GetRequiredService<IClientReach>().Clients(actor).AnyAsync(Cancel)));
    }

    [Fact]
    public async Task Page_WhenTheRoleComesWithoutARecord_LooksMissingAndIsAudited()
    {
        var nobody = await Visitor.SignInAsync(host, ProgrammeRoles.Supporter);
        using var page = await nobody.GetAsync("/supporting");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Account == nobody.Account && e.Action == "supporting.read" && e.Outcome == AuditOutcome.Denied, Cancel)));
    }

    [Fact]
    public async Task Account_WhenItIsSomebodysInCareOrAtWork_BecomesNoSupporters()
    {
        var admin = Actor.From(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ClaimTypes.Role, ProgrammeRoles.Admin)], "test")));
        var client = await Visitor.SignInAsync(host, ProgrammeRoles.Client);
        Assert.False((await host.InScopeAsync(s => s.GetRequiredService<ChangeAccount>().GiveRoleAsync(client.Account!.Value.Value, ProgrammeRoles.Supporter, admin, Cancel))).IsOk);
        var worker = await _desk.WorkerAsync();
        var person = await _desk.ClientAsync(worker);
        var tie = await _desk.KeepAsync(worker, person, SupporterDesk.Form());
        var guest = await _desk.GuestAsync(worker, person, tie);
        var account = await host.InDatabaseAsync(care => care.Set<Account>().AsNoTracking().SingleAsync(a => a.Id == guest.Account!.Value.Value, Cancel));
        foreach (var role in new[] { ProgrammeRoles.Client, ProgrammeRoles.Lsw })
            Assert.False((await host.InScopeAsync(s => s.GetRequiredService<ChangeAccount>().GiveRoleAsync(account.Id, role, admin, Cancel))).IsOk);
        var both = new NewAccount(SupporterDesk.Fresh(), Visitor.Password, [ProgrammeRoles.Supporter], "Both", Client: person, Supporter: account.Supporter);
        Assert.False((await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(both, Cancel))).IsOk);
    }

    private static async Task<string> TextAsync(HttpResponseMessage page) => WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancel));

    private Task<bool> OpensAsync(string token) => host.InScopeAsync(async s => await s.GetRequiredService<AcceptInvitation>().OpenAsync(token, Cancel) is not null);

    public sealed class OnSqlite(SqliteHost host) : SupporterInvitationTests(host);

    public sealed class OnPostgres(PostgresHost host) : SupporterInvitationTests(host);
}

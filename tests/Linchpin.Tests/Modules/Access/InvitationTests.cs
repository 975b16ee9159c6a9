using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.ForgottenPassword;
using Linchpin.Modules.Access.Invitations;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.StaffRegister;
using Linchpin.Platform.Mail;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Linchpin.Tests.Modules.Access;

public abstract class InvitationTests(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_WhenInvitedByTheirTeam_MakesThemselvesAnAccount()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        var email = Fresh();
        using var sent = await InviteAsync(worker, team.Client, email);
        Assert.EndsWith("/invitation?done=sent", sent.Headers.Location!.ToString(), StringComparison.Ordinal);

        var token = await TokenAsync(team.Client.Value);
        var client = Visitor.Stranger(host);
        using var made = await AcceptAsync(client, token);
        Assert.Equal("/sign-in?done=invited", new Uri(new Uri("https://localhost/"), made.Headers.Location!).PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, (await client.TrySignInAsync(email, Visitor.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/me")).StatusCode);

        using var spent = await Visitor.Stranger(host).GetAsync("/invitation/" + token);
        Assert.Contains("does not work any more", await spent.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var again = await worker.GetAsync($"/clients/{team.Client}/invitation");
        Assert.Contains("This person has an account.", await again.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var kept = await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.About == team.Client && e.Action.StartsWith("account.invit")).Select(e => e.Action).ToListAsync(Cancel));
        Assert.Contains("account.invited", kept);
        Assert.Contains("account.invitation-accepted", kept);
    }

    [Fact]
    public async Task Staff_WhenInvitedByAnAdministrator_ComeInWithTheRoleOfTheirPosition()
    {
        var admin = await Visitor.SignInAsync(host, ProgrammeRoles.Admin);
        var (person, email) = (new StaffForm { Id = Guid.CreateVersion7(), Given = "Ines", Email = Fresh(), Position = "CaseManager", Languages = ["es"], ActiveFrom = new DateOnly(2020, 1, 1) }, Fresh());
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<AddStaffHandler>().HandleAsync(person, Actors.Staff(new StaffId(Guid.CreateVersion7()), ProgrammeRoles.Admin), Cancel))).IsOk);
        var page = $"/admin/staff/{person.Id}/invitation";
        var form = await admin.FormAsync(page);
        form["_handler"] = "invite";
        using var sent = await admin.PostAsync(page, form, new() { ["Input.Email"] = email, ["Do"] = "invite" });
        Assert.EndsWith("/invitation?done=sent", sent.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var made = await AcceptAsync(Visitor.Stranger(host), await TokenAsync(person.Id));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);

        var colleague = Visitor.Stranger(host);
        using var entered = await colleague.EnterAsync(host, email);
        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync("/clients")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync("/admin")).StatusCode);
        var account = await host.InDatabaseAsync(care => care.Set<Account>().AsNoTracking().SingleAsync(a => a.Email == email, Cancel));
        Assert.Equal((new StaffId(person.Id), "Ines"), (account.Staff, account.DisplayName));
        // A worker is not the one to invite colleagues.
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task Client_WhenAnotherTeamsWorkerInvites_IsNotFound()
    {
        var team = await OtherTeam.MakeAsync(host);
        var result = await host.InScopeAsync(s => s.GetRequiredService<InvitePerson>().InviteAsync(team.Client, new InviteForm { Email = Fresh() }, Actors.Lsw(new StaffId(Guid.CreateVersion7())), Cancel));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(result.Errors).Kind);
        Assert.False(await host.InDatabaseAsync(care => care.Set<AccountInvitation>().AnyAsync(i => i.Person == team.Client.Value, Cancel)));
    }

    [Fact]
    public async Task Link_WhenANewOneIsSentOrItIsTakenBack_OpensNothing()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        using var first = await InviteAsync(worker, team.Client, Fresh());
        var old = await TokenAsync(team.Client.Value);
        using var second = await InviteAsync(worker, team.Client, Fresh());
        var token = await TokenAsync(team.Client.Value);
        Assert.NotEqual(old, token);
        Assert.False(await OpensAsync(host.Services, old));
        Assert.True(await OpensAsync(host.Services, token));

        var form = await FormAsync(worker, team.Client);
        using var back = await worker.PostAsync($"/clients/{team.Client}/invitation", form, new() { ["Input.Email"] = "a@example.org", ["Do"] = "take-back" });
        Assert.EndsWith("done=taken-back", back.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.False(await OpensAsync(host.Services, token));
    }

    [Fact]
    public async Task Invitation_WhenPostedTwice_SendsOneLetter()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        var email = Fresh();
        using var first = await InviteAsync(worker, team.Client, email);
        var token = await TokenAsync(team.Client.Value);
        using var second = await InviteAsync(worker, team.Client, email);
        Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
        Assert.Equal(token, await TokenAsync(team.Client.Value));
    }

    [Fact]
    public async Task Link_WhenAWeekHasPassed_OpensNothing()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        using var sent = await InviteAsync(worker, team.Client, Fresh());
        var token = await TokenAsync(team.Client.Value);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var later = host.With(services => OwnClock.On(services, clock));
        clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        Assert.True(await OpensAsync(later.Services, token));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await OpensAsync(later.Services, token));
    }

    [Fact]
    public async Task Address_WhenItBelongsToAnAccount_IsToldToItsMailboxAndToNobodyElse()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        var email = Fresh();
        await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Partner], "Vera Muster"), Cancel));
        using var sent = await InviteAsync(worker, team.Client, email);
        Assert.EndsWith("/invitation?done=sent", sent.Headers.Location!.ToString(), StringComparison.Ordinal);

        var post = new Tray();
        var house = host.With(services => services.Replace(ServiceDescriptor.Singleton<IMailTransport>(post)));
        var link = (await host.InDatabaseAsync(care => care.Set<AccountInvitation>().SingleAsync(i => i.Person == team.Client.Value, Cancel))).Link;
        await using var scope = house.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SendInvitationLetter>().TakeAsync(new PersonInvited(team.Client.Value, link), Guid.NewGuid(), Cancel);
        var letter = post.Letters.First(l => l.To == email);
        Assert.DoesNotContain("/invitation/", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Otto", letter.Subject + letter.Text, StringComparison.Ordinal);

        var token = await TokenAsync(team.Client.Value);
        var refused = await host.InScopeAsync(s => s.GetRequiredService<AcceptInvitation>().HandleAsync(token, "a quite different password", Cancel));
        Assert.Equal(AcceptInvitation.Over, Assert.Single(refused.Errors));
        Assert.Equal(HttpStatusCode.Redirect, (await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password)).StatusCode);
    }

    [Fact]
    public async Task Acceptance_WhenPostedTwiceAtOnce_MakesOneAccount()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        using var sent = await InviteAsync(worker, team.Client, Fresh());
        var token = await TokenAsync(team.Client.Value);
        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            host.InScopeAsync(s => s.GetRequiredService<AcceptInvitation>().HandleAsync(token, Visitor.Password, Cancel))));
        Assert.Single(results, r => r.IsOk);
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<Account>().CountAsync(a => a.Client == team.Client, Cancel)));
    }

    private static string Fresh() => $"{Guid.NewGuid():N}@example.org";

    private static async Task<bool> OpensAsync(IServiceProvider services, string token)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AcceptInvitation>().OpenAsync(token, Cancel) is not null;
    }

    private static async Task<Dictionary<string, string>> FormAsync(Visitor worker, ClientId client)
    {
        var form = await worker.FormAsync($"/clients/{client}/invitation");
        form["_handler"] = "invite";
        return form;
    }

    private static async Task<HttpResponseMessage> InviteAsync(Visitor worker, ClientId client, string email) =>
        await worker.PostAsync($"/clients/{client}/invitation", await FormAsync(worker, client), new() { ["Input.Email"] = email, ["Do"] = "invite" });

    private static async Task<HttpResponseMessage> AcceptAsync(Visitor visitor, string token)
    {
        var path = "/invitation/" + token;
        return await visitor.PostAsync(path, await visitor.FormAsync(path), new() { ["Input.Password"] = Visitor.Password });
    }

    private async Task<string> TokenAsync(Guid person)
    {
        var link = (await host.InDatabaseAsync(care => care.Set<AccountInvitation>().AsNoTracking().SingleAsync(i => i.Person == person, Cancel))).Link;
        return host.Services.GetRequiredService<LinkKey>().TokenOf(link);
    }

    private sealed class Tray : IMailTransport
    {
        public List<Letter> Letters { get; } = [];

        public Task SendAsync(Letter letter, Guid messageId, CancellationToken cancel)
        {
            lock (Letters) Letters.Add(letter);
            return Task.CompletedTask;
        }
    }

    public sealed class OnSqlite(SqliteHost host) : InvitationTests(host);

    public sealed class OnPostgres(PostgresHost host) : InvitationTests(host);
}

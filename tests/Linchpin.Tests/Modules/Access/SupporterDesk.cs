using System.Net;
using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Invitations;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.People.ArchiveClient;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.Supporters;
using Linchpin.Platform.Mail;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linchpin.Tests.Modules.Access;

/// <summary>Does what a care team does with those who stand by its client.</summary>
internal sealed class SupporterDesk(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static string Fresh() => $"{Guid.NewGuid():N}@example.org";

    public static string Path(ClientId client, Guid tie) => $"/clients/{client}/supporters/{tie}/invitation";

    /// <summary>Somebody whom the client agreed to tell something, with words in every field.</summary>
    public static SupporterForm Form(string language = "en") => new()
    {
        Id = Guid.CreateVersion7(), Name = "Ana Supporter", Relationship = "canary-stepsister", Relation = "Sibling", Phone1 = "(410) 555-0188", ReachNote = "canary-note", MayBeTold = "That I am safe, told-words",
        HasRelease = true, ReleaseScope = "canary-scope", Authority = "Parent", PapersSeenOn = new DateOnly(2020, 1, 2), PapersNote = "canary-papers", Language = language, Same = "new",
    };

    public Task<StaffId> WorkerAsync() => Task.FromResult(PeopleFixtures.NewWorker());

    public async Task<ClientId> ClientAsync(StaffId worker, string given = "Rosalind", string? chosen = null) =>
        await host.ClientOfAsync(worker, f => (f.Given, f.Chosen) = (given, chosen));

    /// <summary>Writes them down; answers what ties them to the client.</summary>
    public async Task<Guid> KeepAsync(StaffId worker, ClientId client, SupporterForm form)
    {
        var kept = await host.InScopeAsync(s => s.GetRequiredService<KeepSupporterHandler>().HandleAsync(client, form, Actors.Lsw(worker), Cancel));
        Assert.True(kept.IsOk, string.Join("; ", kept.Errors.Select(e => e.Message)));
        return form.Id;
    }

    public async Task ChangeAsync(StaffId worker, ClientId client, Guid tie, Action<SupporterForm> change)
    {
        var form = SupporterForm.Of(await TieAsync(tie));
        change(form);
        await KeepAsync(worker, client, form);
    }

    public async Task EndAsync(StaffId worker, ClientId client, Guid tie) =>
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<KeepSupporterHandler>().EndAsync(client, tie, Actors.Lsw(worker), Cancel))).IsOk);

    public async Task ArchiveAsync(StaffId worker, ClientId client) =>
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<ArchiveClientHandler>().ArchiveAsync(client, "Moved away", Actors.Lsw(worker), Cancel))).IsOk);

    public async Task AskAsync(StaffId worker, ClientId client, Guid tie, string email)
    {
        var sent = await host.InScopeAsync(s => s.GetRequiredService<InviteSupporter>().InviteAsync(client, tie, new InviteForm { Email = email }, Actors.Lsw(worker), Cancel));
        Assert.True(sent.IsOk, string.Join("; ", sent.Errors.Select(e => e.Message)));
    }

    /// <summary>By the page.</summary>
    public async Task<HttpResponseMessage> InviteAsync(Visitor worker, ClientId client, Guid tie, string email)
    {
        var form = await worker.FormAsync(Path(client, tie));
        form["_handler"] = "invite";
        return await worker.PostAsync(Path(client, tie), form, new() { ["Input.Email"] = email, ["Do"] = "invite" });
    }

    public async Task<SupporterCard> CardAsync(StaffId worker, ClientId client, Guid tie) =>
        (await host.InScopeAsync(s => s.GetRequiredService<InviteSupporter>().OpenAsync(client, tie, Actors.Lsw(worker), Cancel))).Value;

    public async Task<string> TokenAsync(Guid tie) => host.Services.GetRequiredService<LinkKey>().TokenOf((await InvitationAsync(tie)).Link);

    /// <summary>The letter that goes out for it.</summary>
    public async Task<Letter> LetterAsync(Guid tie)
    {
        var post = new Tray();
        var house = host.With(services => services.Replace(ServiceDescriptor.Singleton<IMailTransport>(post)));
        await using var scope = house.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SendInvitationLetter>().TakeAsync(new PersonInvited(tie, (await InvitationAsync(tie)).Link), Guid.NewGuid(), Cancel);
        var to = (await InvitationAsync(tie)).Email;
        return post.Letters.First(l => l.To == to);
    }

    /// <summary>Accepts, and signs in with the new account.</summary>
    public async Task<Visitor> EnterAsync(string token, string email)
    {
        var guest = Visitor.Stranger(host);
        var path = "/invitation/" + token;
        using (var made = await guest.PostAsync(path, await guest.FormAsync(path), new() { ["Input.Password"] = Visitor.Password })) Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        using (var entered = await guest.TrySignInAsync(email, Visitor.Password)) Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        var account = await host.InDatabaseAsync(care => care.Set<Account>().AsNoTracking().SingleAsync(a => a.Email == email, Cancel));
        return guest with { Account = new AccountId(account.Id) };
    }

    /// <summary>From the invitation to the sign-in.</summary>
    public async Task<Visitor> GuestAsync(StaffId worker, ClientId client, Guid tie)
    {
        var email = Fresh();
        await AskAsync(worker, client, tie, email);
        return await EnterAsync(await TokenAsync(tie), email);
    }

    /// <summary>They, as a handler would get them.</summary>
    public async Task<Actor> ActorAsync(Guid tie) => Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Supporter, (await SupporterAsync(tie)).ToString()), new(ClaimTypes.Role, ProgrammeRoles.Supporter)], "test")));

    public async Task<Guid> SupporterAsync(Guid tie) => (await TieAsync(tie)).SupporterId;

    private Task<SupporterTie> TieAsync(Guid tie) => host.InDatabaseAsync(care => care.Set<SupporterTie>().AsNoTracking().SingleAsync(t => t.Id == tie, Cancel));

    private Task<AccountInvitation> InvitationAsync(Guid tie) => host.InDatabaseAsync(care => care.Set<AccountInvitation>().AsNoTracking().SingleAsync(i => i.Person == tie, Cancel));

    private sealed class Tray : IMailTransport
    {
        public List<Letter> Letters { get; } = [];

        public Task SendAsync(Letter letter, Guid messageId, CancellationToken cancel)
        {
            lock (Letters) Letters.Add(letter);
            return Task.CompletedTask;
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.OpenNote;
using Linchpin.Modules.Notes.SaveDraft;
using Linchpin.Modules.Notes.SignNote;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linchpin.Tests.Modules.Notes;

/// <summary>The application with sessions and licences that a test makes up: what a session knows is the sessions' own matter, and tested there.</summary>
internal sealed partial class NotesDesk
{
    public const string Password = "a long enough password";

    private static readonly ConditionalWeakTable<CareHost, NotesDesk> Desks = [];
    private readonly ConcurrentDictionary<SessionId, SessionFacts> _facts = new();
    private readonly ConcurrentDictionary<StaffId, StaffCard> _staff = new();
    private readonly WebApplicationFactory<Program> _application;
    private readonly ScheduleDesk _schedule;

    private NotesDesk(CareHost host)
    {
        _application = host.With(services =>
        {
            services.Replace(ServiceDescriptor.Scoped<ISessionFacts>(_ => new MadeUpFacts(_facts)));
            services.Replace(ServiceDescriptor.Scoped<IStaffDirectory>(_ => new MadeUpStaff(_staff)));
            services.Replace(ServiceDescriptor.Scoped<ILicenceGate>(_ => new MadeUpGate(_staff)));
        });
        _schedule = new ScheduleDesk(InScopeAsync, TimeProvider.System);
    }

    public static NotesDesk Of(CareHost host) => Desks.GetValue(host, h => new NotesDesk(h));

    public HttpClient Browser() => _application.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false, HandleCookies = true });

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _application.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public Task InScopeAsync(Func<IServiceProvider, Task> work) => InScopeAsync<int>(async s =>
    {
        await work(s);
        return 0;
    });

    public Task<T> InDatabaseAsync<T>(Func<CareDb, Task<T>> work) => InScopeAsync(s => work(s.GetRequiredService<CareDb>()));

    /// <summary>A session that was held an hour ago and knows everything that a note needs.</summary>
    public async Task<Held> HeldAsync(string? title = "LCSW", Func<SessionFacts, SessionFacts>? but = null, string agenda = "Talk about the lease", StaffId? by = null)
    {
        var worker = by ?? Hire(title);
        var client = await ClientOfAsync(worker);
        var starts = Instants.Stored(_schedule.Now.AddHours(-2));
        var session = await _schedule.HadAsync(client, worker, starts);
        var ended = starts.AddMinutes(51);
        var facts = new SessionFacts(
            session, client, worker, starts, starts.AddMinutes(50), starts.AddMinutes(1), ended, Modality.VideoAndAudio, "10",
            [new PlaceFact("12 Elm Street, Dayton, OH 45402", UsState.Parse("OH"), true, starts.AddMinutes(-3), null)], "+1 937 555 0134",
            new CheckInFact("Alone", null, "Yes", "Nan Prueba, 937-555-0135", "Yes"),
            [new GateFact(starts.AddMinutes(-3), UsState.Parse("OH"), LicenceStanding.Licensed, "LCSW 7", worker, "Ada Prueba", null)],
            [new("worker", "Ada Prueba", starts.AddMinutes(1), ended, 50), new("client", "Quillon Harrowgate", starts.AddMinutes(1), ended, 49)], [agenda], "Call the landlord together", "Bring the lease");
        _facts[session] = but is null ? facts : but(facts);
        return new(session, client, worker, Actors.Lsw(worker));
    }

    /// <summary>The session that went on is over.</summary>
    public void End(SessionId session) => _facts[session] = _facts[session] with { EndedAt = _facts[session].ScheduledEnd };

    private async Task<ClientId> ClientOfAsync(StaffId worker)
    {
        var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = "Quillon", Family = "Harrowgate", BirthDate = new DateOnly(1988, 4, 9), TimeZone = "America/Chicago" };
        var made = await InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Actors.Lsw(worker), default));
        Assert.True(made.IsOk);
        return made.Value;
    }

    public StaffId Hire(string? title = "LCSW", bool supervised = false, string name = "Ada Prueba", string? email = null)
    {
        var staff = new StaffId(Guid.CreateVersion7());
        _staff[staff] = new(staff, name, title, supervised, Zone.Default, email);
        return staff;
    }

    public void Change(SessionId session, Func<SessionFacts, SessionFacts> change) => _facts[session] = change(_facts[session]);

    /// <summary>Puts another of these people on the client's team.</summary>
    public Task JoinTeamAsync(ClientId client, StaffId staff) => InScopeAsync(async s =>
    {
        await s.GetRequiredService<Linchpin.Modules.Team.Contracts.ICareTeams>().JoinAsync(client, staff, DateOnly.FromDateTime(_schedule.Now.UtcDateTime).AddDays(-2), default);
        await s.GetRequiredService<CareDb>().SaveChangesAsync();
    });

    public Task SuperviseAsync(StaffId supervisor, StaffId worker) => InScopeAsync(async s =>
    {
        await s.GetRequiredService<Linchpin.Modules.Team.Contracts.ICareTeams>().SuperviseAsync(supervisor, worker, DateOnly.FromDateTime(_schedule.Now.UtcDateTime).AddDays(-2), default);
        await s.GetRequiredService<CareDb>().SaveChangesAsync();
    });

    public Task<Result<Note?>> OpenAsync(SessionId session, Actor actor) => InScopeAsync(s => s.GetRequiredService<OpenNoteHandler>().HandleAsync(session, actor, default));

    public Task<SaveDraftReply> SaveAsync(SessionId session, Actor actor, int revision, string data, string? template = null, Guid? window = null, int? sequence = null) =>
        InScopeAsync(s => s.GetRequiredService<SaveDraftHandler>().HandleAsync(new(session, [new("data", data)], new(revision, window, sequence), template), actor, default));

    public Task<SaveDraftReply> SignAsync(SessionId session, Actor actor, int revision, string? mark, bool hasRead = true, params SectionText[] texts) =>
        InScopeAsync(s => s.GetRequiredService<SignNoteHandler>().HandleAsync(new(session, texts, new(revision), mark, hasRead), actor, default));

    public static SectionText[] Whole(string data = "Spoke about the lease.") => [new("data", data), new("assessment", "Housing is at risk."), new("plan", "Call on Friday.")];

    /// <summary>A note that its author has signed.</summary>
    public async Task<(Held Held, Note Note)> SignedAsync(string data = "Spoke about the lease.")
    {
        var held = await HeldAsync();
        var draft = (await OpenAsync(held.Session, held.Worker)).Value!;
        var signed = await SignAsync(held.Session, held.Worker, draft.Revision, NoteFacts.Mark(draft.FactsJson), true, Whole(data));
        Assert.True(signed.Result.IsOk);
        return (held, signed.Stored!);
    }

    public Task<Note> StoredAsync(SessionId session) => InDatabaseAsync(care => care.Set<Note>().AsNoTracking().SingleAsync(n => n.Session == session));

    public Task<int> AuditedAsync(ClientId client, string action, AuditOutcome outcome = AuditOutcome.Allowed) =>
        InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.About == client && e.Action == action && e.Outcome == outcome));

    /// <summary>A browser in which a staff member is signed in.</summary>
    public async Task<(HttpClient Http, string Email, AccountId Account)> SignedInAsync(StaffId staff, string role = ProgrammeRoles.Lsw)
    {
        var (http, email, account, _) = await WithPhoneAsync(staff, role);
        return (http, email, account);
    }

    /// <summary>The same, with the phone whose codes the next sign-in asks for.</summary>
    public async Task<(HttpClient Http, string Email, AccountId Account, Phone Phone)> WithPhoneAsync(StaffId staff, string role = ProgrammeRoles.Lsw)
    {
        var email = $"{role}-{Guid.NewGuid():N}@example.org";
        var account = await InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new(email, Password, [role], "Ada Prueba", staff), default));
        var phone = await InScopeAsync(s => Phone.GiveAsync(s, account.Value));
        var http = Browser();
        var page = await http.GetStringAsync("/sign-in");
        var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in", ["__RequestVerificationToken"] = Token(page), ["Input.Email"] = email, ["Input.Password"] = Password,
        }));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await Visitor.TypeCodeAsync(http, phone);
        return (http, email, account.Value, phone);
    }

    public static string Token(string page) => TokenField().Match(page).Groups[1].Value;

    public static string Hidden(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{Regex.Escape(name)}\" value=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    private sealed class MadeUpFacts(ConcurrentDictionary<SessionId, SessionFacts> facts) : ISessionFacts
    {
        public Task<SessionFacts?> ForAsync(SessionId session, CancellationToken cancel) => Task.FromResult(facts.GetValueOrDefault(session));

        public Task<PlaceFact?> LastPlaceAsync(ClientId client, DateTimeOffset before, CancellationToken cancel) => Task.FromResult<PlaceFact?>(null);

        public Task<IReadOnlySet<SessionId>> CheckedInAsync(IReadOnlyCollection<SessionId> sessions, CancellationToken cancel) => Task.FromResult<IReadOnlySet<SessionId>>(new HashSet<SessionId>());

        public Task<IReadOnlyList<EndedSession>> EndedAsync(StaffId worker, DateTimeOffset since, CancellationToken cancel) => Task.FromResult<IReadOnlyList<EndedSession>>([]);
    }

    // Everybody's title is good everywhere; whoever has none is licensed nowhere.
    private sealed class MadeUpGate(ConcurrentDictionary<StaffId, StaffCard> staff) : ILicenceGate
    {
        public Task<LicenceDecision> DecideAsync(StaffId worker, UsState place, string act, DateOnly day, CancellationToken cancel)
        {
            var card = staff.GetValueOrDefault(worker);
            var standing = card?.Title is null ? LicenceStanding.NoLicence : card.Supervised ? LicenceStanding.LicensedUnderSupervision : LicenceStanding.Licensed;
            return Task.FromResult(new LicenceDecision(standing, place, act, card?.Title, null, null) { Title = card?.Title });
        }

        public Task<IReadOnlyList<StaffCard>> WhoMayAsync(UsState place, string act, DateOnly day, CancellationToken cancel) => Task.FromResult<IReadOnlyList<StaffCard>>([.. staff.Values]);
    }

    private sealed class MadeUpStaff(ConcurrentDictionary<StaffId, StaffCard> staff) : IStaffDirectory
    {
        public Task<IReadOnlyDictionary<StaffId, StaffCard>> CardsAsync(IReadOnlyCollection<StaffId> ids, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyDictionary<StaffId, StaffCard>>(ids.Where(staff.ContainsKey).ToDictionary(id => id, id => staff[id]));

        public Task<IReadOnlyList<StaffCard>> CareStaffAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<StaffCard>>([.. staff.Values]);
    }
}

/// <param name="Worker">Who held it, as an actor.</param>
internal sealed record Held(SessionId Session, ClientId Client, StaffId Staff, Actor Worker);

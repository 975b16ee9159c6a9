using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.LicenceRules;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Demo;

/// <summary>An invented programme for looking around: about two dozen people, a dozen who work with them, and three months that end today. The same at
/// every load but for the calendar, which follows the day.</summary>
internal sealed class DemoProgramme(
    CareDb care, IAccountRegister accounts, IStaffDirectory directory, QuestionnaireCatalogue questionnaires, FactGathering facts, TemplateShelf shelf, CosignatureRules cosignatures, IAuditTrail audit,
    IConfiguration settings, IServiceScopeFactory scopes, TimeProvider clock)
{
    public const string PasswordSetting = "LINCHPIN_DEMO_PASSWORD";
    public const string DefaultPassword = "linchpin-demo";

    /// <summary>The programme's own zone.</summary>
    public const string ProgrammeZone = Zone.Default;

    /// <summary>Everybody who can sign in, by role; "lsw2" is a second social worker, under supervision.</summary>
    public static IReadOnlyList<string> SignIns { get; } =
        ["lsw", "lsw2", "supervisor", "therapist", "psychiatrist", "casemanager", "peer", "quality", "admin", "client", "supporter", "partner", "community", "alumni"];

    public Task<bool> IsLoadedAsync(CancellationToken cancel) => accounts.AnyDemoAsync(cancel);

    /// <summary>True when there is neither a client nor an account: only then may anything invented be put in.</summary>
    public async Task<bool> MayLoadAsync(CancellationToken cancel) => !await accounts.AnyAsync(cancel) && !await care.Set<Client>().AnyAsync(cancel);

    /// <summary>Loads everything in one transaction.</summary>
    /// <exception cref="SettingException">The database is not empty, or the password is refused.</exception>
    public async Task LoadAsync(CancellationToken cancel)
    {
        // The gate's decisions of three months need the rules, which otherwise come only when the house has opened.
        await new StartingRules(scopes, clock).StartAsync(cancel);
        var now = clock.GetUtcNow();
        care.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            await care.InTransactionAsync(async token =>
            {
                if (!await MayLoadAsync(token)) throw new SettingException("This database holds people already, so the demo programme is not put into it. Give an empty folder with --data DIR.");
                var staff = await AddPeopleAsync(now, token);
                await AddHistoryAsync(staff, now, token);
                return true;
            }, cancel);
        }
        finally
        {
            care.ChangeTracker.Clear();
            care.ChangeTracker.AutoDetectChangesEnabled = true;
        }
    }

    /// <summary>Books what lies ahead, so that a demo database opened on a later day has sessions too. What was booked stays as it is, and does nothing
    /// while the social worker has a session ahead that starts within the hour. Every session ahead has a way in.</summary>
    public async Task FreshenAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await AddMissingLinksAsync(now, cancel);
        var lsw = DemoIds.Staff(DemoStaff.Lsw);
        var booked = await care.Set<Appointment>().AsNoTracking().Where(a => a.Status == AppointmentStatus.Booked && a.Ends > now)
            .Select(a => new { a.Worker, a.Client, a.Starts, a.Ends }).ToListAsync(cancel);
        if (booked.Any(b => b.Worker == lsw && b.Starts >= now && b.Starts <= now.AddHours(1))) return;

        var ahead = DemoCalendar.Ahead([.. booked.Select(b => (b.Worker.Value, b.Client.Value, b.Starts, b.Ends))], now, ProgrammeZone);
        var ids = ahead.Select(s => s.Id).ToList();
        var known = await care.Set<Appointment>().AsNoTracking().Where(a => ids.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancel);
        var history = new DemoHistory(questionnaires, new Dictionary<StaffId, StaffMember>(), [], now);
        var fresh = ahead.Where(s => !known.Contains(s.Id)).ToList();
        if (fresh.Count == 0) return;
        care.AddRange(fresh.SelectMany(history.Rows));
        audit.Record(new AuditEvent("demo.freshen", "Programme", null, Detail: FormattableString.Invariant($"sessions:{fresh.Count}")));
        await SaveAsync(cancel);
    }

    // A database that was loaded before sessions of the demo had links.
    private async Task AddMissingLinksAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var without = await care.Set<Appointment>().AsNoTracking()
            .Where(a => a.Status == AppointmentStatus.Booked && a.Ends > now && !care.Set<JoinLink>().Any(l => l.Session == a.Id)).ToListAsync(cancel);
        if (without.Count == 0) return;
        care.AddRange(without.Select(a => DemoHistory.WayIn(a, now)));
        audit.Record(new AuditEvent("demo.freshen", "Programme", null, Detail: FormattableString.Invariant($"links:{without.Count}")));
        await SaveAsync(cancel);
    }

    private async Task<Dictionary<StaffId, StaffMember>> AddPeopleAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var people = new DemoPeople(now, ProgrammeZone);
        var staff = DemoStaff.All.Select(people.Make).ToList();
        care.AddRange(staff);
        care.AddRange(DemoClients.All.Select(people.Make));
        care.AddRange(DemoClients.All.SelectMany(people.TeamOf));
        care.AddRange(people.Credentials());
        care.AddRange(people.Lines());
        care.AddRange(people.Hours());
        audit.Record(new AuditEvent("demo.load", "Programme", null, Detail: FormattableString.Invariant($"clients:{DemoClients.All.Count};staff:{staff.Count}")));
        await SaveAsync(cancel);

        foreach (var worker in DemoStaff.All.Where(w => w.Role is not null))
            await AddAccountAsync(new NewAccount(worker.Email, Password, RolesOf(worker), $"{worker.Given} {worker.Family}", DemoIds.Staff(worker.Key), IsDemo: true), cancel);
        var client = DemoClients.All.Single(c => c.Key == DemoClients.WithAccount);
        var alumna = DemoClients.All.Single(c => c.Key == DemoClients.Alumna);
        await AddAccountAsync(new NewAccount("client@demo.test", Password, [ProgrammeRoles.Client], $"{client.Chosen} {client.Family}", Client: DemoIds.Client(client.Key), IsDemo: true), cancel);
        await AddAccountAsync(new NewAccount("alumni@demo.test", Password, [ProgrammeRoles.Alumni], $"{alumna.Given} {alumna.Family}", Client: DemoIds.Client(alumna.Key), IsDemo: true), cancel);
        await AddSupporterAsync(client, now, cancel);
        await AddAccountAsync(new NewAccount("partner@demo.test", Password, [ProgrammeRoles.Partner], "Lennart Achterberg", IsDemo: true), cancel);
        await AddAccountAsync(new NewAccount("community@demo.test", Password, [ProgrammeRoles.Community], "Harbor Lantern Shelter", IsDemo: true), cancel);
        care.ChangeTracker.Clear();
        return staff.ToDictionary(s => s.Id);
    }

    // The first whom the client named: she agreed, and they have a page of their own.
    private async Task AddSupporterAsync(DemoPerson client, DateTimeOffset now, CancellationToken cancel)
    {
        const string Email = "supporter@demo.test";
        var tie = DemoIds.Of("contact", client.Key + "/0");
        var supporter = new SupporterId(tie);
        await AddAccountAsync(new NewAccount(Email, Password, [ProgrammeRoles.Supporter], client.Contacts[0].Name, Supporter: supporter, IsDemo: true), cancel);
        var invitation = AccountInvitation.Of(supporter, DemoIds.Client(client.Key), tie);
        invitation.Ask(new Invitee(client.Contacts[0].Name, Email, ProgrammeRoles.Supporter, ProgrammeZone, "en"), Email, DemoIds.Of("link", client.Key + "/0"), now);
        invitation.Accept(now);
        care.Add(invitation);
        await SaveAsync(cancel);
    }

    // Who looks after quality and records is the programme's privacy officer too.
    private static IReadOnlyList<string> RolesOf(DemoWorker worker) => worker.Role == ProgrammeRoles.Quality ? [worker.Role, ProgrammeRoles.Privacy] : [worker.Role!];

    private string Password => settings[PasswordSetting] is { Length: > 0 } chosen ? chosen : DefaultPassword;

    private async Task AddAccountAsync(NewAccount account, CancellationToken cancel)
    {
        var added = await accounts.AddAsync(account, cancel);
        if (!added.IsOk) throw new SettingException($"{PasswordSetting} is refused: {string.Format(System.Globalization.CultureInfo.InvariantCulture, added.Errors[0].Message, added.Errors[0].Args)}");
    }

    private async Task AddHistoryAsync(Dictionary<StaffId, StaffMember> staff, DateTimeOffset now, CancellationToken cancel)
    {
        var plan = DemoCalendar.Plan(now, ProgrammeZone);
        var history = new DemoHistory(questionnaires, staff, await care.Set<ActRule>().AsNoTracking().ToListAsync(cancel), now);
        care.AddRange(plan.SelectMany(history.Rows));
        await SaveAsync(cancel);

        var authors = await directory.CardsAsync([.. staff.Keys], cancel);
        var notes = new DemoNotes(facts, history.Facts, shelf, cosignatures, authors[DemoIds.Staff(DemoStaff.Supervisor)], now);
        foreach (var session in plan.Where(s => s.WasHeld))
        {
            var author = authors[DemoIds.Staff(session.TakenBy ?? session.Worker)];
            var note = await notes.MakeAsync(session, author, cancel);
            care.Add(note);
            // A seal holds only with its copy in the audit.
            if (note.Seal is not null) audit.Record(new AuditEvent("note.sign", "Note", note.Id.Value, note.Client, Detail: "sha256:" + note.Seal));
            if (notes.Cosign(note, author) is not { } second) continue;
            care.Add(second);
            if (second.Seal is not null) audit.Record(new AuditEvent("note.cosign", "Note", note.Id.Value, note.Client, Detail: "sha256:" + second.Seal));
        }
        await SaveAsync(cancel);
    }

    private async Task SaveAsync(CancellationToken cancel)
    {
        await care.SaveChangesAsync(cancel);
        care.ChangeTracker.Clear();
    }
}

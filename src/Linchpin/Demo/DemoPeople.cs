using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Team.Domain;

namespace Linchpin.Demo;

/// <summary>Staff, clients and who cares for whom, made through the aggregates as the pages would.</summary>
internal sealed class DemoPeople(DateTimeOffset now, string zone)
{
    private const string Board = "Board's online register (demo)";
    private readonly DateOnly _today = Zone.DayAt(now, zone);

    private DateOnly FirstDay => DemoCalendar.FirstDay(_today);

    public StaffMember Make(DemoWorker worker)
    {
        var details = StaffDetails.Create(
            worker.Given, worker.Family, worker.Email, worker.Phone, zone, [.. worker.Languages], worker.Position.ToString(), FirstDay.AddDays(-200), null).Value;
        var member = StaffMember.Join(DemoIds.Staff(worker.Key), details);
        foreach (var licence in worker.Licences)
        {
            member.AddLicence(DemoIds.Of("licence", $"{worker.Key}/{licence.State}"), LicenceDetails.Create(
                licence.State, licence.Title, licence.Category, licence.Number(worker.Key), _today.AddDays(licence.ExpiresInDays - 1096), _today.AddDays(licence.ExpiresInDays),
                FirstDay.AddDays(-14), Board, nameof(LicenceStatus.Active), licence.Supervised, _today).Value);
        }

        return member;
    }

    public Client Make(DemoPerson person)
    {
        var joined = FirstDay.AddDays(7 * person.Joined).AddDays(-3);
        var registered = Zone.Day(joined, zone).Start.AddHours(10);
        var born = new DateOnly(_today.Year - person.Born.Years, 1, 1).AddDays(person.Born.DayOfYear - 1);
        var home = person.Home;
        List<ContactPoint> contacts = [ContactPoint.Phone("Phone", person.Phone, ContactUse.Mobile, preferred: true).Value];
        if (person.HasEmail) contacts.Add(ContactPoint.Email("Email", person.Email, preferred: false).Value);
        var details = ClientDetails.Create(person.Given, person.Family, person.Chosen, person.Pronouns, born, person.Language, person.Zone, joined).Value with
        {
            Contacts = contacts,
            Home = Address.Create(home.Line, home.Unit, home.City, home.State, home.Zip).Value,
        };
        var client = Client.Register(DemoIds.Client(person.Key), DemoIds.RecordNumber(person.Key), details, registered);
        for (var i = 0; i < person.Contacts.Count; i++)
        {
            var contact = person.Contacts[i];
            Must(client.KeepEmergencyContact(
                EmergencyContact.Create(DemoIds.Of("contact", $"{person.Key}/{i}"), contact.Name, contact.Relationship, contact.Phone, contact.MayBeTold).Value, 0, registered.AddSeconds(i)));
        }

        if (person.Key == DemoClients.WithAccount) Must(Agree(client, DemoIds.Of("contact", person.Key + "/0"), registered.AddMinutes(1)));
        foreach (var move in person.Homes)
        {
            var from = FirstDay.AddDays((7 * move.Week) - (move.Week > 0 ? 1 : 0));
            var seen = move.Week > 0 ? from : joined;
            Must(client.RecordLiving(DemoIds.Of("living", $"{person.Key}/{move.Week}"), move.HudCode, from, null, 0, seen, Zone.Day(seen, zone).Start.AddHours(16)));
        }

        return client;
    }

    // Her mother has an account of her own, supporter@demo.test.
    private static Result Agree(Client client, Guid contact, DateTimeOffset now)
    {
        var tie = client.Ties.Single(t => t.Id == contact);
        var facts = tie.Facts with { Relation = Relation.Parent, HasRelease = true, ReleaseScope = "Whether I come to my sessions, so that she can help me keep them" };
        return client.KeepSupporter(contact, null, tie.Supporter.Name, tie.Supporter.Reach, facts, tie.ShownVersion, now);
    }

    /// <summary>Whoever holds their sessions, the case manager, and for some the prescriber and the peer specialist.</summary>
    public IEnumerable<CareTeamMember> TeamOf(DemoPerson person)
    {
        HashSet<string> team = [.. person.Slots.Select(s => s.Worker), DemoStaff.CaseManager];
        if (person.Key == DemoClients.Crossing) team.Add(DemoStaff.Therapist);
        if (DemoIds.Roll($"prescriber/{person.Key}", 3) > 0) team.Add(DemoStaff.Prescriber);
        if (DemoIds.Roll($"peer/{person.Key}", 3) == 0) team.Add(DemoStaff.Peer);
        var from = FirstDay.AddDays(7 * person.Joined).AddDays(-3);
        return team.Select(key => CareTeamMember.Join(DemoIds.Client(person.Key), DemoIds.Staff(key), from, Zone.Day(from, zone).Start.AddHours(10)));
    }

    /// <summary>Degree and exam of everybody with a social work licence, and everybody's courses.</summary>
    public IEnumerable<Credential> Credentials()
    {
        foreach (var worker in DemoStaff.All.Where(w => w.Licences.Any(l => SocialWorkScope.IsSocialWork(l.Title))))
        {
            var graduated = FirstDay.AddDays(-2200);
            yield return Credential.Enter(DemoIds.Of("degree", worker.Key), DemoIds.Staff(worker.Key), CredentialDetails.Create(
                CredentialKind.Degree, null, "master", "Master of Social Work", "Harbor State University (demo)", null, graduated, null, FirstDay.AddDays(-14), nameof(CredentialSource.School), _today).Value);
            yield return Credential.Enter(DemoIds.Of("exam", worker.Key), DemoIds.Staff(worker.Key), CredentialDetails.Create(
                CredentialKind.Exam, null, worker.Licences.Any(l => l.Supervised) ? "masters" : "clinical", null, null, null, graduated.AddDays(120), null, FirstDay.AddDays(-14), nameof(CredentialSource.Aswb), _today).Value);
        }

        foreach (var course in DemoStaff.Courses)
        {
            var done = _today.AddDays((course.ExpiresInDays ?? 600) - 730);
            yield return Credential.Enter(DemoIds.Of("course", $"{course.Staff}/{course.Title}"), DemoIds.Staff(course.Staff), CredentialDetails.Create(
                CredentialKind.Education, course.Topic.ToString(), null, course.Title, "Lantern Institute (demo)", course.Hours, done, course.ExpiresInDays is { } days ? _today.AddDays(days) : null,
                course.Verified ? done.AddDays(3) : null, course.Verified ? nameof(CredentialSource.CertificateSeen) : null, _today).Value);
        }
    }

    public IEnumerable<SupervisionLine> Lines() => DemoStaff.Lines.Select(Make);

    /// <summary>An hour alone in most weeks: a little less than is asked for.</summary>
    public IEnumerable<SupervisionHour> Hours()
    {
        foreach (var demo in DemoStaff.Lines.Where(l => l.Hours is not null))
        {
            var line = Make(demo);
            for (var day = line.From.AddDays(2); day <= _today; day = day.AddDays(7))
            {
                if (DemoIds.Roll($"supervision/{demo.Supervisee}/{day.DayNumber}", 5) == 0) continue;
                yield return SupervisionHour.Log(
                    DemoIds.Of("supervision-hour", FormattableString.Invariant($"{demo.Supervisee}/{day:yyyy-MM-dd}")), line, day, nameof(SupervisionForm.Individual), "60", line.Supervisor, _today,
                    Zone.Day(day, zone).Start.AddHours(17)).Value;
            }
        }
    }

    private SupervisionLine Make((string Supervisor, string Supervisee, string? State, string? Hours) demo) => SupervisionLine.Begin(
        DemoIds.Of("supervision", $"{demo.Supervisor}/{demo.Supervisee}"), DemoIds.Staff(demo.Supervisor), DemoIds.Staff(demo.Supervisee), FirstDay.AddDays(-30),
        demo.State is null ? null : UsState.Parse(demo.State), demo.Hours is null ? null : SupervisionTerms.Create(demo.Hours, null, "6", "Programme policy (demo)").Value);

    /// <exception cref="InvalidOperationException">The demo data breaks a rule of the house: the aggregate refused it.</exception>
    internal static void Must(Result result)
    {
        if (!result.IsOk) throw new InvalidOperationException("Demo data was refused: " + result.Errors[0].Message);
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.Supporters;

/// <summary>Who stands by a client, as what, and how they are reached. Flat on purpose: every error then finds its field.</summary>
[ValidatableType]
public sealed class SupporterForm
{
    /// <summary>Made when the form is shown: posting the same form twice keeps one supporter.</summary>
    public Guid Id { get; set; }

    /// <summary>The version that was shown; 0 for a new one.</summary>
    public int Version { get; set; }

    public string? Shown { get; set; }

    /// <summary>Whether they are somebody whom the house knows already: an id, "new", or null while nobody was asked.</summary>
    public string? Same { get; set; }

    public string? Name { get; set; }

    public string? Relationship { get; set; }

    public string? Relation { get; set; } = nameof(Domain.Relation.Other);

    public bool IsEmergencyContact { get; set; }

    public bool IsSponsor { get; set; }

    public bool JoinsSessions { get; set; }

    public string? Phone1 { get; set; }

    public string? Phone2 { get; set; }

    public string? Email1 { get; set; }

    public string? Language { get; set; } = "en";

    public bool NeedsInterpreter { get; set; }

    public TimeOnly? From { get; set; }

    public TimeOnly? Until { get; set; }

    public string? Days { get; set; } = nameof(Weekdays.All);

    public string? ReachNote { get; set; }

    public string? MayBeTold { get; set; }

    public bool HasRelease { get; set; }

    public string? ReleaseScope { get; set; }

    public DateOnly? ReleaseExpires { get; set; }

    public string? Authority { get; set; } = nameof(LegalAuthority.None);

    public DateOnly? PapersSeenOn { get; set; }

    public string? PapersNote { get; set; }

    internal static IReadOnlyList<FormField<SupporterForm>> Fields { get; } =
    [
        new("Name", "Their name", f => f.Name, (f, v) => f.Name = v),
        new("Relationship", "Who they are to the client", f => f.Relationship, (f, v) => f.Relationship = v),
        new("Relation", "Kind of relation", f => f.Relation, (f, v) => f.Relation = v, v => SupporterLook.Relations.GetValueOrDefault(v, v)),
        YesNo("IsEmergencyContact", "Call in an emergency", f => f.IsEmergencyContact, (f, v) => f.IsEmergencyContact = v),
        YesNo("IsSponsor", "Sponsor", f => f.IsSponsor, (f, v) => f.IsSponsor = v),
        YesNo("JoinsSessions", "Comes to sessions", f => f.JoinsSessions, (f, v) => f.JoinsSessions = v),
        new("Phone1", "First phone", f => f.Phone1, (f, v) => f.Phone1 = v),
        new("Phone2", "Second phone", f => f.Phone2, (f, v) => f.Phone2 = v),
        new("Email1", "E-mail", f => f.Email1, (f, v) => f.Email1 = v),
        new("Language", "Language", f => f.Language, (f, v) => f.Language = v, SpokenLanguages.NameOf),
        YesNo("NeedsInterpreter", "Needs an interpreter", f => f.NeedsInterpreter, (f, v) => f.NeedsInterpreter = v),
        Hour("From", "Can be called from", f => f.From, (f, v) => f.From = v),
        Hour("Until", "Can be called until", f => f.Until, (f, v) => f.Until = v),
        new("Days", "Days", f => f.Days, (f, v) => f.Days = v, v => SupporterLook.DayChoices.GetValueOrDefault(v, v)),
        new("ReachNote", "What else to mind", f => f.ReachNote, (f, v) => f.ReachNote = v),
        new("MayBeTold", "What they may be told", f => f.MayBeTold, (f, v) => f.MayBeTold = v),
        YesNo("HasRelease", "A release of information is on file", f => f.HasRelease, (f, v) => f.HasRelease = v),
        new("ReleaseScope", "What the release allows", f => f.ReleaseScope, (f, v) => f.ReleaseScope = v),
        FormField<SupporterForm>.Day("ReleaseExpires", "Last day of the release", f => f.ReleaseExpires, (f, v) => f.ReleaseExpires = v),
        new("Authority", "Right to decide", f => f.Authority, (f, v) => f.Authority = v, v => SupporterLook.Authorities.GetValueOrDefault(v, v)),
        FormField<SupporterForm>.Day("PapersSeenOn", "Papers seen on", f => f.PapersSeenOn, (f, v) => f.PapersSeenOn = v),
        new("PapersNote", "Which papers", f => f.PapersNote, (f, v) => f.PapersNote = v),
    ];

    internal static SupporterForm Of(SupporterTie tie)
    {
        var (facts, reach) = (tie.Facts, tie.Supporter.Reach);
        var phones = reach.Contacts.Where(c => c.Kind is ContactKind.Phone).OrderByDescending(c => c.Preferred).ToList();
        var form = new SupporterForm
        {
            Id = tie.Id, Version = tie.ShownVersion, Name = tie.Supporter.Name, Relationship = facts.Words, Relation = facts.Relation.ToString(), IsEmergencyContact = facts.IsEmergencyContact,
            IsSponsor = facts.IsSponsor, JoinsSessions = facts.JoinsSessions, Phone1 = phones.ElementAtOrDefault(0)?.Shown, Phone2 = phones.ElementAtOrDefault(1)?.Shown,
            Email1 = reach.Contacts.FirstOrDefault(c => c.Kind is ContactKind.Email)?.Value, Language = reach.Language, NeedsInterpreter = reach.NeedsInterpreter, From = reach.From,
            Until = reach.Until, Days = SupporterLook.ChoiceOf(reach.Days), ReachNote = reach.Note, MayBeTold = facts.MayBeTold, HasRelease = facts.HasRelease,
            ReleaseScope = facts.ReleaseScope, ReleaseExpires = facts.ReleaseExpires, Authority = facts.Authority.ToString(), PapersSeenOn = facts.PapersSeenOn, PapersNote = facts.PapersNote,
        };
        form.Shown = Clash.Remember(Fields, form);
        return form;
    }

    internal Result<(string Name, Reachability Reach, TieFacts Facts)> Check(DateOnly today)
    {
        List<Error> errors = [];
        string? Checked(string field, string? text, int most)
        {
            var clean = Text.CleanLines(text);
            if (clean?.Length > most) errors.Add(Error.Invalid(field, "Keep this under {0} characters.", most));
            return clean;
        }

        var (name, words) = (Text.Clean(Name), Text.Clean(Relationship));
        if (name is null) errors.Add(Error.Invalid("Name", "Enter their name."));
        else if (name.Length > Client.LongestName) errors.Add(Error.Invalid("Name", "Keep this name under {0} characters.", Client.LongestName));
        if (words is null) errors.Add(Error.Invalid("Relationship", "Enter who they are to the client, like sister or sponsor."));
        else if (words.Length > EmergencyContact.LongestRelationship) errors.Add(Error.Invalid("Relationship", "Keep this under {0} characters.", EmergencyContact.LongestRelationship));
        var contacts = CheckContacts(errors);
        if (IsEmergencyContact && Text.Clean(Phone1) is null && Text.Clean(Phone2) is null) errors.Add(Error.Invalid("Phone1", "Somebody to call in an emergency needs a phone number."));
        if (!SpokenLanguages.Names.ContainsKey(Language ?? "")) errors.Add(Error.Invalid("Language", "Choose a language."));
        if (From is null != Until is null) errors.Add(Error.Invalid(From is null ? "From" : "Until", "Enter both times, or leave both empty for any time."));
        if (!HasRelease && (Text.Clean(ReleaseScope) is not null || ReleaseExpires is not null)) errors.Add(Error.Invalid("HasRelease", "Say that a release is on file, or empty what it allows and its last day."));
        if (HasRelease && Text.Clean(ReleaseScope) is null) errors.Add(Error.Invalid("ReleaseScope", "Write what the release allows to be said, and to what end."));
        var authority = Enum.TryParse<LegalAuthority>(Authority, out var known) && Enum.IsDefined(known) ? known : LegalAuthority.None;
        if (authority is LegalAuthority.None && (PapersSeenOn is not null || Text.Clean(PapersNote) is not null)) errors.Add(Error.Invalid("Authority", "Choose by what right they decide, or empty what was seen."));
        if (PapersSeenOn > today) errors.Add(Error.Invalid("PapersSeenOn", "This day is in the future. Enter the day on which the papers were looked at."));
        var relation = Enum.TryParse<Relation>(Relation, out var kind) && Enum.IsDefined(kind) ? kind : Domain.Relation.Other;
        var reach = new Reachability(contacts, From, Until, SupporterLook.DaysOf(Days), Language ?? "en", NeedsInterpreter, Checked("ReachNote", ReachNote, Reachability.LongestNote));
        var facts = new TieFacts(
            words ?? "", relation, IsEmergencyContact, IsSponsor, JoinsSessions, Checked("MayBeTold", MayBeTold, TieFacts.LongestText), HasRelease,
            Checked("ReleaseScope", ReleaseScope, TieFacts.LongestText), ReleaseExpires, authority, PapersSeenOn, Checked("PapersNote", PapersNote, TieFacts.LongestText));
        return errors.Count > 0 ? Result<(string, Reachability, TieFacts)>.Fail(errors) : (name!, reach, facts);
    }

    private List<ContactPoint> CheckContacts(List<Error> errors)
    {
        List<ContactPoint> contacts = [];
        foreach (var (field, text) in new[] { ("Phone1", Phone1), ("Phone2", Phone2), ("Email1", Email1) })
        {
            if (Text.Clean(text) is null) continue;
            var first = contacts.Count == 0;
            var made = field == "Email1" ? ContactPoint.Email(field, text!, first) : ContactPoint.Phone(field, text!, ContactUse.Mobile, first);
            if (!made.IsOk) errors.AddRange(made.Errors);
            else if (contacts.Exists(c => c.Value == made.Value.Value)) errors.Add(Error.Invalid(field, "This is the same as another one above."));
            else contacts.Add(made.Value);
        }

        return contacts;
    }

    private static FormField<SupporterForm> YesNo(string name, string label, Func<SupporterForm, bool> get, Action<SupporterForm, bool> set) =>
        new(name, label, f => get(f) ? "Yes" : null, (f, v) => set(f, v is not null), _ => "Yes");

    private static FormField<SupporterForm> Hour(string name, string label, Func<SupporterForm, TimeOnly?> get, Action<SupporterForm, TimeOnly?> set) => new(
        name, label, f => get(f)?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        (f, v) => set(f, TimeOnly.TryParseExact(v, "HH:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var hour) ? hour : null));
}

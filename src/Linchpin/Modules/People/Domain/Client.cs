using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>A person in the programme: who they are, how they are reached, who stands by them, where they live.</summary>
internal sealed class Client : IVersioned
{
    public const int LongestName = 120;
    public const int MostEmergencyContacts = 10;
    public const int MostAddresses = 200;

    private readonly List<LivingSituation> _livingSituations = [];
    private readonly List<SupporterTie> _ties = [];

    private Client()
    {
    }

    public ClientId Id { get; private set; }

    public int Version { get; private set; }

    /// <summary>What people call the record by on the telephone, see <see cref="Domain.RecordNumber"/>. Never changes.</summary>
    public int RecordNumber { get; private set; }

    public PersonName Name { get; private set; } = null!;

    public string? Pronouns { get; private set; }

    public DateOnly? BirthDate { get; private set; }

    /// <summary>BCP 47 tag of the language they want to be spoken to in.</summary>
    public string Language { get; private set; } = "en";

    /// <summary>IANA zone they live by; where they are today is asked at every session.</summary>
    public string TimeZone { get; private set; } = Zone.Default;

    public IReadOnlyList<ContactPoint> Contacts { get; private set; } = [];

    /// <summary>What was agreed about each of <see cref="Contacts"/>; nothing about one that nobody has asked about.</summary>
    public IReadOnlyList<SafeChannel> SafeChannels { get; private set; } = [];

    public InterpreterNeed? Interpreter { get; private set; }

    /// <summary>When their photo was taken in; null while there is none.</summary>
    public DateTimeOffset? PhotoAt { get; private set; }

    /// <summary>With what they come to a session; null while nobody asked.</summary>
    public Connection? Connection { get; private set; }

    /// <summary>Every address they ever told, wrong ones too.</summary>
    public IReadOnlyList<AddressEntry> Addresses { get; private set; } = [];

    /// <summary>The present home of <see cref="Addresses"/>; null when none is known, or when they have no fixed one. Where they are today is asked at every session.</summary>
    public Address? Home { get; private set; }

    /// <summary>Who stands by them, and who once did.</summary>
    public IReadOnlyCollection<SupporterTie> Ties => _ties;

    /// <summary>Those of <see cref="Ties"/> who are called in an emergency, in the order in which they were named.</summary>
    public IReadOnlyList<EmergencyContact> EmergencyContacts =>
        [.. _ties.Where(t => t is { Stands: true, IsEmergencyContact: true }).OrderBy(t => t.RecordedAt).ThenBy(t => t.Id).Select(t => t.AsEmergencyContact())];

    /// <summary>Entered in error ones too: what was once written down stays.</summary>
    public IReadOnlyCollection<LivingSituation> LivingSituations => _livingSituations;

    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>Last change of anything above: it makes a change of a child row a change of this one, whose version puts writers in line.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When it was said that this person should never have been registered; null for everybody else. Such a record stays and is read by nobody's query.</summary>
    public DateTimeOffset? EnteredInErrorAt { get; private set; }

    /// <summary>When the record was put away; null while it is in use.</summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    public bool IsArchived => ArchivedAt is not null;

    /// <summary>The record of the same person that goes on in the place of this one; this one is archived then.</summary>
    public ClientId? MergedInto { get; private set; }

    /// <summary>Each time it was put away or taken out again, in their order.</summary>
    public IReadOnlyList<ArchiveStep> ArchiveSteps { get; private set; } = [];

    /// <summary>What they are found by, written by <see cref="SearchKey"/>. The indexes of trigrams follow this column.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>Family name first, folded: the order of lists.</summary>
    public string SortName { get; private set; } = "";

    /// <param name="recordNumber">A new one, see <see cref="Domain.RecordNumber.New"/>.</param>
    public static Client Register(ClientId id, int recordNumber, ClientDetails details, DateTimeOffset now)
    {
        var client = new Client { Id = id, RecordNumber = recordNumber, RegisteredAt = now };
        client.Apply(details, now);
        return client;
    }

    public void Change(ClientDetails details, DateTimeOffset now)
    {
        if (!Details.SameAs(details)) Apply(details, now);
    }

    public ClientDetails Details => new(Name, Pronouns, BirthDate, Language, TimeZone, Contacts, Home);

    public void AgreeOnContact(InterpreterNeed? interpreter, IReadOnlyList<SafeChannel> channels, DateTimeOffset now)
    {
        Interpreter = interpreter;
        SafeChannels = [.. channels.Where(s => Contacts.Any(s.IsFor))];
        ChangedAt = now;
    }

    /// <summary>Names somebody to call, or changes what is known of them. They are a supporter like the others.</summary>
    /// <param name="shownVersion">The version that the person saw; 0 for a new one.</param>
    public Result KeepEmergencyContact(EmergencyContact contact, int shownVersion, DateTimeOffset now)
    {
        var known = _ties.Find(t => t.Id == contact.Id);
        var facts = known?.Facts ?? new TieFacts(contact.Relationship, Relation.Other, true, false, false, null, false, null, null, LegalAuthority.None, null, null);
        facts = facts with { Words = contact.Relationship, MayBeTold = contact.MayBeTold, IsEmergencyContact = true };
        if (known is { Stands: true, IsEmergencyContact: true } && known.AsEmergencyContact() with { Version = contact.Version } == contact) return Result.Ok;
        if (MayKeep(known is { IsEmergencyContact: true } ? known : null, shownVersion, known is not { Stands: true, IsEmergencyContact: true }) is { IsOk: false } refused) return refused;
        if (known is null)
        {
            var reach = new Reachability([new(ContactKind.Phone, contact.Phone.E164, ContactUse.Mobile, true)], null, null, Weekdays.All, Language, false, null);
            _ties.Add(SupporterTie.Record(contact.Id, Id, Supporter.Record(contact.Id, contact.Name, reach, now), facts, now));
        }
        else
        {
            known.Supporter.Call(contact.Name, contact.Phone);
            known.Change(facts);
        }

        ChangedAt = now;
        return Result.Ok;
    }

    /// <summary>They are no longer called in an emergency; success when it is so already. Who was nothing else to the client no longer stands by them.</summary>
    public void RemoveEmergencyContact(Guid id, DateTimeOffset now)
    {
        if (_ties.Find(t => t.Id == id && t is { Stands: true, IsEmergencyContact: true }) is not { } known) return;
        if (known.Facts is { IsSponsor: false, JoinsSessions: false, IsGuardian: false, HasRelease: false }) known.End(now);
        else known.Change(known.Facts with { IsEmergencyContact = false });
        ChangedAt = now;
    }

    /// <summary>Writes down who stands by them, or changes it.</summary>
    /// <param name="person">A supporter whom the house knows already; null for a new one, and for a tie that stands.</param>
    /// <param name="shownVersion">The version that the person saw; 0 for a new one.</param>
    public Result KeepSupporter(Guid id, Supporter? person, string name, Reachability reach, TieFacts facts, int shownVersion, DateTimeOffset now)
    {
        var known = _ties.Find(t => t.Id == id);
        if (known is { Stands: true } && known.Facts == facts && known.Supporter.Name == name && known.Supporter.Reach.SameAs(reach)) return Result.Ok;
        if (MayKeep(known, shownVersion, facts.IsEmergencyContact && known is not { Stands: true, IsEmergencyContact: true }) is { IsOk: false } refused) return refused;
        if (known is null && person is not null && _ties.Exists(t => t.SupporterId == person.Id && t.Stands)) return Error.Refused("This person stands by the client already. Change what is written there.");
        if (known is null)
        {
            _ties.Add(SupporterTie.Record(id, Id, person ?? Supporter.Record(id, name, reach, now), facts, now));
        }
        else
        {
            known.Supporter.Change(name, reach);
            known.Change(facts);
        }

        ChangedAt = now;
        return Result.Ok;
    }

    /// <summary>They no longer stand by the client; the row stays. Success when it is so already.</summary>
    public Result EndSupporter(Guid id, DateTimeOffset now)
    {
        if (_ties.Find(t => t.Id == id) is not { } known) return Error.NotFound;
        if (!known.Stands) return Result.Ok;
        known.End(now);
        ChangedAt = now;
        return Result.Ok;
    }

    private Result MayKeep(SupporterTie? known, int shownVersion, bool becomesContact)
    {
        if (known is { Stands: true } && known.ShownVersion != shownVersion) return Error.Stale;
        if (known is not { Stands: true } && shownVersion > 0) return Error.Refused("This contact was removed in another window or by somebody else. Go back and add it again if it is needed.");
        if (becomesContact && EmergencyContacts.Count >= MostEmergencyContacts) return Error.Refused("There are already {0} emergency contacts. Remove one first.", MostEmergencyContacts);
        return Result.Ok;
    }

    /// <summary>Writes an address down beside those before it. What it takes the place of ends the day before it begins.</summary>
    /// <param name="today">The day in the client's zone.</param>
    public Result RecordAddress(AddressEntry added, DateOnly today, DateTimeOffset now)
    {
        if (Addresses.FirstOrDefault(a => a.Id == added.Id) is { } known)
            return known.Facts == added.Facts ? Result.Ok : Error.Refused("This address is recorded already and is never written over. Mark it as wrong, then add the right one.");
        if (Addresses.Count >= MostAddresses) return Error.Refused("There are already {0} addresses on this record.", MostAddresses);
        var history = AddressHistory.With(Addresses, added, today);
        if (!history.IsOk) return history.Discard();
        Live(history.Value, now);
        return Result.Ok;
    }

    /// <summary>Gives an address its last day; success when it has that one already.</summary>
    public Result EndAddress(Guid id, DateOnly? through, DateOnly today, DateTimeOffset now)
    {
        if (Addresses.FirstOrDefault(a => a.Id == id && !a.IsWrong) is not { } known) return Error.NotFound;
        if (through is not { } last) return Error.Invalid("Through", "Enter the last day.");
        if (known.Through == last) return Result.Ok;
        if (known.Through is { } ended) return Error.Refused("This address already ended on {0}. If that day is wrong, mark the address as wrong and add it again.", ended);
        var errors = AddressEntry.CheckThrough(known.Facts.From, last, today);
        if (errors.Count > 0) return Result.Fail(errors);
        Live([.. Addresses.Select(a => a.Id == id ? a with { Through = last } : a)], now);
        return Result.Ok;
    }

    /// <summary>Marks an address as entered in error; it stays in the history with the reason.</summary>
    public Result MarkAddressWrong(Guid id, string? reason, StaffId? by, DateTimeOffset now)
    {
        if (Addresses.FirstOrDefault(a => a.Id == id) is not { } known) return Error.NotFound;
        if (known.IsWrong) return Result.Ok;
        var clean = Text.CleanLines(reason);
        if (clean is null) return Error.Invalid("Reason", "Say what was wrong. The entry is kept with your reason.");
        if (clean.Length > AddressEntry.LongestReason) return Error.Invalid("Reason", "Keep this under {0} characters.", AddressEntry.LongestReason);
        Live([.. Addresses.Select(a => a.Id == id ? a with { WrongAt = now, WrongBy = by, WrongReason = clean } : a)], now);
        return Result.Ok;
    }

    /// <summary>Puts the record away; success when it is.</summary>
    public Result Archive(string? reason, StaffId? by, DateTimeOffset now) => IsArchived ? Result.Ok : Step(true, reason, "ArchiveReason", by, now);

    /// <summary>Takes the record out again; success when it is in use.</summary>
    public Result Restore(string? reason, StaffId? by, DateTimeOffset now) =>
        !IsArchived ? Result.Ok
        : MergedInto is not null ? Error.Refused("This record is merged into another one. Take the merge apart instead.")
        : Step(false, reason, "RestoreReason", by, now);

    /// <param name="reason">Cleaned, and not too long.</param>
    public void MergeInto(ClientId survivor, string reason, StaffId? by, DateTimeOffset now)
    {
        Step(true, reason, "Reason", by, now);
        MergedInto = survivor;
    }

    /// <param name="reason">Cleaned, and not too long.</param>
    public void Unmerge(string reason, StaffId? by, DateTimeOffset now)
    {
        MergedInto = null;
        Step(false, reason, "Reason", by, now);
    }

    /// <summary>Something that stands in rows of its own was changed: it moves this record's version, so that two who decide on the same record see each other.</summary>
    public void Touch(DateTimeOffset now) => ChangedAt = now;

    /// <param name="at">When the photo was taken in; null when there is none any more.</param>
    public void ShowPhoto(DateTimeOffset? at, DateTimeOffset now) => (PhotoAt, ChangedAt) = (at, now);

    public void Connect(Connection connection, DateTimeOffset now) => (Connection, ChangedAt) = (connection, now);

    private Result Step(bool isArchiving, string? reason, string field, StaffId? by, DateTimeOffset now)
    {
        var clean = Text.CleanLines(reason);
        if (clean is null) return Error.Invalid(field, "Write why. It is kept with the record.");
        if (clean.Length > ArchiveStep.LongestReason) return Error.Invalid(field, "Keep this under {0} characters.", ArchiveStep.LongestReason);
        ArchiveSteps = [.. ArchiveSteps, new ArchiveStep(isArchiving, now, by, clean)];
        ArchivedAt = isArchiving ? now : null;
        ChangedAt = now;
        return Result.Ok;
    }

    private void Live(IReadOnlyList<AddressEntry> addresses, DateTimeOffset now)
    {
        Addresses = addresses;
        Home = AddressHistory.Home(addresses)?.Facts.Place;
        ChangedAt = now;
    }

    /// <summary>Writes down where they live, or corrects what was written. The newest situation may stay open; what was open before it ends the
    /// day before. No two ever overlap.</summary>
    /// <param name="shownVersion">The version that the person saw; 0 for a new one.</param>
    /// <param name="today">The day in the client's zone: nothing is recorded ahead of it.</param>
    public Result RecordLiving(Guid id, string? hudCode, DateOnly? from, DateOnly? through, int shownVersion, DateOnly today, DateTimeOffset now)
    {
        var known = _livingSituations.Find(l => l.Id == id);
        if (known is not null && known.Says(hudCode, from, through)) return Result.Ok;
        if (known is { EnteredInErrorAt: not null }) return Error.NotFound;
        if (known is not null && known.Version != shownVersion) return Error.Stale;

        var others = _livingSituations.Where(l => l.Id != id && l.EnteredInErrorAt is null).ToList();
        var errors = LivingHistory.Check(others, hudCode, from, through, BirthDate, today);
        if (errors.Count > 0) return Result.Fail(errors);

        if (through is null) others.Find(l => l.Through is null)?.End(from!.Value.AddDays(-1));
        if (known is null) _livingSituations.Add(LivingSituation.Record(id, Id, hudCode!, from!.Value, through, now));
        else known.Correct(hudCode!, from!.Value, through);
        ChangedAt = now;
        return Result.Ok;
    }

    /// <summary>Takes a wrong entry out of the history; the row stays, marked.</summary>
    public Result WithdrawLiving(Guid id, int shownVersion, DateTimeOffset now)
    {
        var known = _livingSituations.Find(l => l.Id == id);
        if (known is null) return Error.NotFound;
        if (known.EnteredInErrorAt is not null) return Result.Ok;
        if (known.Version != shownVersion) return Error.Stale;
        known.EnterInError(now);
        ChangedAt = now;
        return Result.Ok;
    }

    public void EnterInError(DateTimeOffset now) => EnteredInErrorAt = now;

    // Details that came as a whole (a registration, a file) say where they live, and not since when.
    private void MoveHome(Address? home, DateTimeOffset now)
    {
        var today = Zone.DayAt(now, TimeZone);
        if (home is null)
        {
            Live([.. Addresses.Select(a => a is { IsCurrent: true, IsHome: true } ? a with { Through = today } : a)], now);
            return;
        }

        var isFirst = Addresses.Count == 0;
        var facts = new AddressFacts(AddressUse.Home, AddressType.Both, home, null, isFirst ? null : today);
        var moved = AddressHistory.With(Addresses, AddressEntry.Record(isFirst ? Id.Value : Guid.CreateVersion7(now), facts, null, null, now), today);
        if (moved.IsOk) Live(moved.Value, now);
    }

    private void Apply(ClientDetails details, DateTimeOffset now)
    {
        Name = details.Name;
        Pronouns = details.Pronouns;
        BirthDate = details.BirthDate;
        Language = details.Language;
        TimeZone = details.TimeZone;
        Contacts = details.Contacts;
        // Another number is another phone in other hands: it has to be asked about anew.
        SafeChannels = [.. SafeChannels.Where(s => Contacts.Any(s.IsFor))];
        if (details.Home != Home) MoveHome(details.Home, now);
        SearchText = SearchKey.Of(Name, Contacts, BirthDate, RecordNumber);
        SortName = SearchKey.OrderOf(Name);
        ChangedAt = now;
    }
}

/// <summary>That a record was put away, or taken out again.</summary>
internal sealed record ArchiveStep(bool IsArchiving, DateTimeOffset At, StaffId? By, string Reason)
{
    public const int LongestReason = 500;
}

/// <param name="Given">Legal given names.</param>
/// <param name="Family">Legal family name; some people have one name only.</param>
/// <param name="Chosen">What they want to be called; shown first everywhere.</param>
internal sealed record PersonName(string Given, string? Family, string? Chosen)
{
    public string Legal => Family is null ? Given : $"{Given} {Family}";

    /// <summary>What the pages call them.</summary>
    public string Display => Chosen is null ? Legal : Family is null || Chosen.Contains(' ', StringComparison.Ordinal) ? Chosen : $"{Chosen} {Family}";

    /// <summary>How they are spoken to.</summary>
    public string Called => Chosen ?? Given;
}

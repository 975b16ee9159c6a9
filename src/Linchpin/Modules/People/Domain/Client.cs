using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>A person in the programme: who they are, how they are reached, who stands by them, where they live.</summary>
internal sealed class Client : IVersioned
{
    public const int LongestName = 120;
    public const int MostEmergencyContacts = 10;

    private readonly List<LivingSituation> _livingSituations = [];

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

    /// <summary>Where mail reaches them; where they are today is asked at every session.</summary>
    public Address? Home { get; private set; }

    public IReadOnlyList<EmergencyContact> EmergencyContacts { get; private set; } = [];

    /// <summary>Entered in error ones too: what was once written down stays.</summary>
    public IReadOnlyCollection<LivingSituation> LivingSituations => _livingSituations;

    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>Last change of anything above: it makes a change of a child row a change of this one, whose version puts writers in line.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When it was said that this person should never have been registered; null for everybody else. Such a record stays and is read by nobody's query.</summary>
    public DateTimeOffset? EnteredInErrorAt { get; private set; }

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

    /// <summary>Adds the contact, or puts it in the place of the one with its id.</summary>
    /// <param name="shownVersion">The version that the person saw; 0 for a new one.</param>
    public Result KeepEmergencyContact(EmergencyContact contact, int shownVersion, DateTimeOffset now)
    {
        var known = EmergencyContacts.FirstOrDefault(c => c.Id == contact.Id);
        if (known is not null && known with { Version = contact.Version } == contact) return Result.Ok;
        if (known is not null && known.Version != shownVersion) return Error.Stale;
        if (known is null && shownVersion > 0) return Error.Refused("This contact was removed in another window or by somebody else. Go back and add it again if it is needed.");
        if (known is null && EmergencyContacts.Count >= MostEmergencyContacts)
            return Error.Refused("There are already {0} emergency contacts. Remove one first.", MostEmergencyContacts);

        var kept = contact with { Version = (known?.Version ?? 0) + 1 };
        EmergencyContacts = known is null ? [.. EmergencyContacts, kept] : [.. EmergencyContacts.Select(c => c.Id == kept.Id ? kept : c)];
        ChangedAt = now;
        return Result.Ok;
    }

    /// <summary>Takes a contact off; success when it is already gone.</summary>
    public void RemoveEmergencyContact(Guid id, DateTimeOffset now)
    {
        if (EmergencyContacts.All(c => c.Id != id)) return;
        EmergencyContacts = [.. EmergencyContacts.Where(c => c.Id != id)];
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
        Home = details.Home;
        SearchText = SearchKey.Of(Name, Contacts, BirthDate, RecordNumber);
        SortName = SearchKey.OrderOf(Name);
        ChangedAt = now;
    }
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

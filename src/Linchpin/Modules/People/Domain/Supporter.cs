using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>How somebody who supports a client is reached.</summary>
/// <param name="Contacts">The one to try first is marked.</param>
/// <param name="From">From when on they can be called, in the client's zone; null with <paramref name="Until"/> is any time.</param>
/// <param name="Until">Until when; may be after midnight, and then is before <paramref name="From"/>.</param>
/// <param name="Language">BCP 47 tag, one of <see cref="SpokenLanguages"/>.</param>
/// <param name="NeedsInterpreter">They are spoken to with an interpreter; nobody of the family is asked to interpret.</param>
/// <param name="Note">What else to mind ("works nights").</param>
internal sealed record Reachability(IReadOnlyList<ContactPoint> Contacts, TimeOnly? From, TimeOnly? Until, Weekdays Days, string Language, bool NeedsInterpreter, string? Note)
{
    public const int LongestNote = 300;

    public ContactPoint? Phone => Contacts.Where(c => c.Kind is ContactKind.Phone).OrderByDescending(c => c.Preferred).FirstOrDefault();

    /// <summary>Equality that looks into the list, which a record's own does not.</summary>
    public bool SameAs(Reachability other) => this with { Contacts = other.Contacts } == other && Contacts.SequenceEqual(other.Contacts);
}

/// <summary>Somebody who stands by a client: a person of their own, who may stand by several (FHIR R4 RelatedPerson, with the person apart from the relation).
/// What they are to one client says <see cref="SupporterTie"/>, so that no client learns of another.</summary>
internal sealed class Supporter : IVersioned
{
    private Supporter()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public string Name { get; private set; } = "";

    public Reachability Reach { get; private set; } = null!;

    /// <summary>The telephones of <see cref="Reach"/>, to find the same person by.</summary>
    public string PhoneText { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    internal static Supporter Record(Guid id, string name, Reachability reach, DateTimeOffset now)
    {
        var supporter = new Supporter { Id = id, RecordedAt = now };
        supporter.Change(name, reach);
        return supporter;
    }

    /// <summary>True when it changed something.</summary>
    internal bool Change(string name, Reachability reach)
    {
        if (Name == name && Reach is not null && Reach.SameAs(reach)) return false;
        (Name, Reach) = (name, reach);
        PhoneText = string.Join(' ', reach.Contacts.Where(c => c.Kind is ContactKind.Phone).Select(c => c.Value));
        return true;
    }

    /// <summary>Puts another telephone in the place of the one that is tried first.</summary>
    internal bool Call(string name, PhoneNumber phone)
    {
        if (Reach.Phone?.Value == phone.E164) return Change(name, Reach);
        var first = Reach.Phone;
        List<ContactPoint> contacts = [new(ContactKind.Phone, phone.E164, first?.Use ?? ContactUse.Mobile, true), .. Reach.Contacts.Where(c => c != first && c.Value != phone.E164).Select(c => c with { Preferred = false })];
        return Change(name, Reach with { Contacts = contacts });
    }
}

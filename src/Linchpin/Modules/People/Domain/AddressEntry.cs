using Linchpin.Kernel;

namespace Linchpin.Modules.People.Domain;

/// <summary>FHIR R4 Address.use, those of its codes that we use; what FHIR calls old is told by the last day.</summary>
public enum AddressUse
{
    Home,
    Temp,
}

/// <summary>FHIR R4 Address.type.</summary>
public enum AddressType
{
    Both,
    Physical,
    Postal,
}

/// <summary>What was said about an address, checked.</summary>
/// <param name="Place">Null when they have no fixed address.</param>
/// <param name="Note">Where they are usually found, or what a letter needs ("care of my sister").</param>
/// <param name="From">First day; null when nobody knows since when.</param>
public sealed record AddressFacts(AddressUse Use, AddressType Type, Address? Place, string? Note, DateOnly? From)
{
    public const int LongestNote = 300;
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <param name="noFixed">They live nowhere in particular: then there is no place, and no mail comes to it.</param>
    /// <param name="today">The day in the client's zone: nothing is recorded ahead of it.</param>
    public static Result<AddressFacts> Create(
        string? use, string? type, bool noFixed, Func<Result<Address>> place, string? note, DateOnly? from, DateOnly? birthDate, DateOnly today)
    {
        List<Error> errors = [];
        if (!Enum.TryParse<AddressUse>(use, out var knownUse) || !Enum.IsDefined(knownUse)) errors.Add(Error.Invalid("Use", "Choose whether it is their home or a place for a time."));
        if (!Enum.TryParse<AddressType>(type, out var knownType) || !Enum.IsDefined(knownType)) errors.Add(Error.Invalid("Type", "Choose what the address is for."));
        if (noFixed && knownType is AddressType.Postal) errors.Add(Error.Invalid("Type", "Mail needs an address. Record the mailing address by itself."));
        var clean = Text.CleanLines(note);
        if (clean?.Length > LongestNote) errors.Add(Error.Invalid("Note", "Keep this under {0} characters.", LongestNote));
        Address? where = null;
        if (!noFixed)
        {
            var checkedPlace = place();
            errors.AddRange(checkedPlace.Errors);
            if (checkedPlace.IsOk) where = checkedPlace.Value;
        }

        if (from > today) errors.Add(Error.Invalid("From", "The first day is in the future. Record the move when it has happened."));
        if (from < birthDate) errors.Add(Error.Invalid("From", "The first day is before the birth date. Check the year."));
        else if (from < Earliest) errors.Add(Error.Invalid("From", "The first day is before 1900. Check the year."));
        return errors.Count > 0
            ? Result<AddressFacts>.Fail(errors)
            : new AddressFacts(noFixed ? AddressUse.Home : knownUse, noFixed ? AddressType.Physical : knownType, where, clean, from);
    }
}

/// <summary>One address of a client's history. What it says is never changed: its last day may be given, and what was never true is marked so with the reason.</summary>
/// <param name="Id">Made by the form: posting it twice keeps one address.</param>
/// <param name="Through">Last day; null while it lasts.</param>
/// <param name="RecordedBy">Null when the house wrote it down itself.</param>
public sealed record AddressEntry(
    Guid Id, AddressFacts Facts, DateOnly? Through, DateTimeOffset RecordedAt, StaffId? RecordedBy, DateTimeOffset? WrongAt, StaffId? WrongBy, string? WrongReason)
{
    public const int LongestReason = 300;

    public bool IsCurrent => WrongAt is null && Through is null;

    public bool IsWrong => WrongAt is not null;

    public bool IsHome => Facts.Use is AddressUse.Home && Facts.Type is not AddressType.Postal;

    public bool TakesMail => Facts.Type is not AddressType.Physical && Facts.Place is not null;

    public bool HasNoFixedPlace => Facts.Place is null;

    /// <summary>What another address of the same sort takes the place of: one home, one place for a time, one mailbox.</summary>
    public bool GivesWayTo(AddressFacts other) => Facts.Type is AddressType.Postal
        ? other.Type is AddressType.Postal or AddressType.Both
        : other.Type is not AddressType.Postal && Facts.Use == other.Use;

    public static AddressEntry Record(Guid id, AddressFacts facts, DateOnly? through, StaffId? by, DateTimeOffset now) => new(id, facts, through, now, by, null, null, null);

    /// <summary>What stands against a last day; empty when it may be given.</summary>
    public static IReadOnlyList<Error> CheckThrough(DateOnly? from, DateOnly? through, DateOnly today)
    {
        List<Error> errors = [];
        if (through < from) errors.Add(Error.Invalid("Through", "The last day is before the first day."));
        if (through > today) errors.Add(Error.Invalid("Through", "The last day is in the future. Leave it empty while it lasts."));
        return errors;
    }
}

/// <summary>The rules of an address history, without a clock or a database.</summary>
internal static class AddressHistory
{
    /// <summary>The newest first; an unknown first day is the oldest.</summary>
    public static IOrderedEnumerable<AddressEntry> InOrder(IEnumerable<AddressEntry> all) =>
        all.OrderByDescending(a => a.IsCurrent).ThenByDescending(a => a.Facts.From ?? DateOnly.MinValue).ThenByDescending(a => a.RecordedAt);

    public static AddressEntry? Home(IEnumerable<AddressEntry> all) => InOrder(all).FirstOrDefault(a => a is { IsCurrent: true, IsHome: true });

    /// <summary>Where mail goes: an address for mail alone before the home.</summary>
    public static AddressEntry? Mail(IEnumerable<AddressEntry> all) =>
        InOrder(all).Where(a => a is { IsCurrent: true, TakesMail: true }).OrderByDescending(a => a.Facts.Type is AddressType.Postal).ThenByDescending(a => a.Facts.Use is AddressUse.Home).FirstOrDefault();

    /// <summary>The history with another address in it. Whatever it takes the place of ends the day before.</summary>
    public static Result<List<AddressEntry>> With(IReadOnlyList<AddressEntry> all, AddressEntry added, DateOnly today)
    {
        // One that is over takes nobody's place.
        if (added.Through is not null) return new List<AddressEntry>([.. all, added]);
        var begins = added.Facts.From ?? today;
        List<AddressEntry> kept = [];
        foreach (var known in all)
        {
            if (!known.IsCurrent || !known.GivesWayTo(added.Facts))
            {
                kept.Add(known);
                continue;
            }

            // One that began later is the newer one: the added one was before it, and needs its own last day.
            if (known.Facts.From is { } from && from > begins) return Error.Invalid("From", "The present address began on {0}. Choose a first day that is not before it, or give an earlier address its last day.", from);
            var last = begins.AddDays(-1);
            kept.Add(known with { Through = known.Facts.From is { } first && last < first ? first : last });
        }

        kept.Add(added);
        return kept;
    }
}

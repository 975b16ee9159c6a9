using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.ImportPeople.Domain;

/// <summary>How days are written in which month and day could be taken for each other.</summary>
internal enum DateOrder
{
    MonthFirst,
    DayFirst,
}

/// <summary>What people write into the cells of a table, read as the forms take it. Nothing is guessed that could be two things.</summary>
internal static class CellReading
{
    private static readonly char[] DateParts = ['/', '-', '.', ' '];
    private static readonly string[] MonthNames = ["d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "d-MMM-yyyy", "d 'de' MMMM 'de' yyyy"];

    private static readonly Dictionary<string, string> Zones = new(StringComparer.Ordinal)
    {
        ["eastern"] = "America/New_York", ["et"] = "America/New_York", ["est"] = "America/New_York", ["edt"] = "America/New_York",
        ["central"] = "America/Chicago", ["ct"] = "America/Chicago", ["cst"] = "America/Chicago", ["cdt"] = "America/Chicago",
        ["mountain"] = "America/Denver", ["mt"] = "America/Denver", ["mst"] = "America/Denver", ["mdt"] = "America/Denver", ["arizona"] = "America/Phoenix",
        ["pacific"] = "America/Los_Angeles", ["pt"] = "America/Los_Angeles", ["pst"] = "America/Los_Angeles", ["pdt"] = "America/Los_Angeles",
        ["alaska"] = "America/Anchorage", ["hawaii"] = "Pacific/Honolulu", ["atlantic"] = "America/Puerto_Rico", ["puerto rico"] = "America/Puerto_Rico", ["guam"] = "Pacific/Guam",
    };

    private static readonly Dictionary<string, StaffPosition> Positions = new(StringComparer.Ordinal)
    {
        ["social worker"] = StaffPosition.SocialWorker, ["lsw"] = StaffPosition.SocialWorker, ["trabajador social"] = StaffPosition.SocialWorker, ["trabajadora social"] = StaffPosition.SocialWorker,
        ["supervisor"] = StaffPosition.Supervisor, ["clinical supervisor"] = StaffPosition.Supervisor, ["supervisora"] = StaffPosition.Supervisor,
        ["therapist"] = StaffPosition.Therapist, ["terapeuta"] = StaffPosition.Therapist,
        ["prescriber"] = StaffPosition.Prescriber, ["psychiatrist"] = StaffPosition.Prescriber, ["nurse practitioner"] = StaffPosition.Prescriber, ["psychiatrist or nurse practitioner"] = StaffPosition.Prescriber,
        ["psiquiatra"] = StaffPosition.Prescriber,
        ["case manager"] = StaffPosition.CaseManager, ["peer specialist"] = StaffPosition.PeerSpecialist, ["peer"] = StaffPosition.PeerSpecialist,
        ["quality"] = StaffPosition.Quality, ["quality and records"] = StaffPosition.Quality,
        ["administrator"] = StaffPosition.Administrator, ["administration"] = StaffPosition.Administrator, ["admin"] = StaffPosition.Administrator,
    };

    private static readonly Dictionary<string, string> SpanishLanguages = new(StringComparer.Ordinal) { ["espanol"] = "es", ["ingles"] = "en", ["asl"] = "ase", ["frances"] = "fr", ["portugues"] = "pt" };

    /// <summary>A day with four figures of the year; null when it is none. The time of day that spreadsheets add at midnight is passed over.</summary>
    public static DateOnly? Day(string text, DateOrder order)
    {
        var clean = Text.Clean(text) ?? "";
        foreach (var midnight in (string[])[" 00:00:00", "T00:00:00", " 0:00", " 00:00", " 12:00:00 AM"])
            if (clean.EndsWith(midnight, StringComparison.OrdinalIgnoreCase)) clean = clean[..^midnight.Length];
        if (Numbers(clean) is var (first, second, third))
        {
            var (year, month, day) = first > 31 ? (first, second, third) : order is DateOrder.MonthFirst ? (third, first, second) : (third, second, first);
            return year is >= 1000 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
        }

        foreach (var culture in (string[])["en-US", "es"])
            if (DateOnly.TryParseExact(clean, MonthNames, CultureInfo.GetCultureInfo(culture), DateTimeStyles.AllowWhiteSpaces, out var named)) return named;
        return null;
    }

    /// <summary>Which order the days of a column are written in: a figure beyond twelve tells. Month first, as in the United States, where none does.</summary>
    public static DateOrder OrderOf(IEnumerable<string> days)
    {
        var numbers = days.Select(d => Numbers(Text.Clean(d) ?? "")).OfType<(int First, int Second, int Third)>().Where(n => n.First <= 31).ToList();
        return numbers.Exists(n => n.First > 12) && !numbers.Exists(n => n.Second > 12) ? DateOrder.DayFirst : DateOrder.MonthFirst;
    }

    /// <summary>A USPS code, also for the name of a state.</summary>
    public static string? State(string text) => UsState.TryParse(text, out var state) ? state.Code
        : UsState.All.Where(s => SearchKey.Fold(s.Name) == SearchKey.Fold(text)).Select(s => s.Code).FirstOrDefault();

    /// <summary>A BCP 47 tag, also for the name of a language.</summary>
    public static string? Language(string text, IEnumerable<string> tags, Func<string, string> nameOf)
    {
        var folded = SearchKey.Fold(text);
        if (SpanishLanguages.GetValueOrDefault(folded) is { } known) folded = known;
        return tags.FirstOrDefault(t => t == folded || SearchKey.Fold(nameOf(t)) == folded);
    }

    /// <summary>An IANA zone, also for its everyday name in the United States.</summary>
    public static string? TimeZone(string text)
    {
        var clean = Text.Clean(text) ?? "";
        if (Zone.Exists(clean)) return clean;
        var folded = SearchKey.Fold(clean);
        foreach (var rest in (string[])[" standard time", " daylight time", " time"])
            if (folded.EndsWith(rest, StringComparison.Ordinal)) folded = folded[..^rest.Length];
        return Zones.GetValueOrDefault(folded);
    }

    public static StaffPosition? Position(string text)
    {
        var folded = SearchKey.Fold(text);
        if (Positions.TryGetValue(folded, out var position)) return position;
        return Enum.GetValues<StaffPosition>().Where(p => p.ToString().Equals(folded.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)).Select(p => (StaffPosition?)p).FirstOrDefault();
    }

    private static (int First, int Second, int Third)? Numbers(string text)
    {
        var parts = text.Split(DateParts, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 1 && text.Length == 8 && text.All(char.IsAsciiDigit)) parts = [text[..4], text[4..6], text[6..]];
        if (parts.Length != 3) return null;
        var numbers = new int[3];
        for (var i = 0; i < 3; i++)
            if (parts[i].Length > 4 || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        return (numbers[0], numbers[1], numbers[2]);
    }
}

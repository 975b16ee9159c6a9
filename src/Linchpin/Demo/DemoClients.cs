namespace Linchpin.Demo;

/// <param name="Day">Weekday of the session.</param>
/// <param name="Hour">Hour on the programme's wall clock.</param>
/// <param name="From">First week of the story with it.</param>
/// <param name="Through">Last week with it.</param>
internal sealed record DemoSlot(string Worker, DayOfWeek Day, int Hour, int From = 0, int Through = 99);

/// <param name="MayBeTold">What the client agreed may be said.</param>
internal sealed record DemoContact(string Name, string Relationship, string Phone, string? MayBeTold = null);

/// <param name="Line">As on an envelope; invented.</param>
internal sealed record DemoPlace(string Line, string? Unit, string City, string State, string Zip);

/// <summary>Where they live from a week on, in HUD's code (data element 4.12), and where they join from then.</summary>
internal sealed record DemoHome(int Week, string HudCode, DemoPlace Place);

/// <param name="Key">Names them in the demo data.</param>
/// <param name="Born">Years before the load, and a day of that year.</param>
/// <param name="Homes">In the order of their weeks; the first may begin long before the story.</param>
/// <param name="Slots">Weekly sessions.</param>
/// <param name="Intake">Answers at intake and later, in the letters of <see cref="DemoScreens"/>.</param>
internal sealed record DemoPerson(
    string Key, string Given, string? Family, string? Chosen, string? Pronouns, (int Years, int DayOfYear) Born, string Language, string Zone, string Phone, bool HasEmail,
    IReadOnlyList<DemoHome> Homes, IReadOnlyList<DemoContact> Contacts, IReadOnlyList<DemoSlot> Slots, string Intake, string Later)
{
    /// <summary>Weeks in which they did not come.</summary>
    public IReadOnlyList<int> Missed { get; init; } = [];

    /// <summary>Weeks in which the session was cancelled, and why.</summary>
    public IReadOnlyDictionary<int, string> Cancelled { get; init; } = new Dictionary<int, string>();

    /// <summary>Weeks in which they joined from somewhere else.</summary>
    public IReadOnlyDictionary<int, DemoPlace> Elsewhere { get; init; } = new Dictionary<int, DemoPlace>();

    /// <summary>The first week with sessions.</summary>
    public int Joined { get; init; }

    public string Email => $"{Key}@example.org";

    public DemoHome HomeIn(int week) => Homes.LastOrDefault(h => h.Week <= week) ?? Homes[0];

    public (DemoPlace Place, bool AtHome) PlaceIn(int week) => Elsewhere.TryGetValue(week, out var place) ? (place, false) : (HomeIn(week).Place, true);

    /// <summary>Not of the first week of a housing story only: what the address book holds today.</summary>
    public DemoPlace Home => Homes[^1].Place;
}

/// <summary>Twenty-four people in the programme. Everybody is invented, and so is every address and number; the cities are real.</summary>
internal static class DemoClients
{
    /// <summary>Their account is client@demo.test.</summary>
    public const string WithAccount = "roz";

    /// <summary>Their account is alumni@demo.test.</summary>
    public const string Alumna = "cecily";

    /// <summary>Crossed into Pennsylvania in <see cref="CrossingWeek"/>, where their worker has no licence: a colleague took the session.</summary>
    public const string Crossing = "jordan";
    public const int CrossingWeek = 9;

    /// <summary>Was in Delaware at the latest session: it went on as an emergency exception.</summary>
    public const string Exception = "piotr";

    /// <summary>Their worker has not signed the notes of their latest sessions.</summary>
    public static IReadOnlyDictionary<string, int> UnsignedWeeksBack { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["jordan"] = 1, ["maria"] = 0, ["lorraine"] = 0, ["rafael"] = 0,
    };

    private const string Eastern = "America/New_York";

    public static IReadOnlyList<DemoPerson> All { get; } = [.. LswPanel(), .. AssociatePanel(), .. TherapistPanel(), .. OtherPanels()];

    private static IEnumerable<DemoPerson> LswPanel()
    {
        yield return new(WithAccount, "Rosalind", "Achterberg", "Roz", "she/her", (34, 121), "en", Eastern, "(410) 555-0121", true,
            [new(-160, "410", new("418 Wren Court", "Apt 2B", "Baltimore", "MD", "21211"))],
            [new("Anneke Achterberg", "mother", "(410) 555-0122", "That I am in treatment, and when something is wrong"), new("Dee Harkness", "sponsor", "(443) 555-0123", "Anything")],
            [new(DemoStaff.Lsw, DayOfWeek.Monday, 10), new(DemoStaff.Gwendolyn, DayOfWeek.Thursday, 17, 3)], "fh", "f-")
        { Cancelled = new Dictionary<int, string> { [6] = "Child was sent home from school" } };
        yield return new("dwayne", "Dwayne", "Okafor", null, "he/him", (41, 299), "en", "America/Chicago", "(301) 555-0124", true,
            [new(-300, "411", new("77 Larkspur Lane", null, "Laurel", "MD", "20707"))],
            [new("Simone Okafor", "wife", "(301) 555-0125", "Where I am and that I am safe")],
            [new(DemoStaff.Lsw, DayOfWeek.Tuesday, 14)], "", "")
        { Elsewhere = Enumerable.Range(7, 8).ToDictionary(w => w, _ => new DemoPlace("2200 Bayou Bend Extended Stay", "Room 114", "Houston", "TX", "77019")) };
        yield return new("imani", "Imani", "Velázquez-Reed", null, "she/they", (27, 44), "en", Eastern, "(703) 555-0126", true,
            [new(-40, "336", new("902 Cobblestone Row", "Unit 6", "Alexandria", "VA", "22301"))],
            [new("Teresa Velázquez", "aunt", "(703) 555-0127")], [new(DemoStaff.Lsw, DayOfWeek.Wednesday, 11)], "hts", "h");
        yield return new("curtis", "Curtis", "Bellweather", null, "he/him", (52, 210), "en", Eastern, "(410) 555-0128", true,
            [
                new(-210, "410", new("31 Foundry Street", "Floor 1", "Dundalk", "MD", "21222")),
                new(5, "101", new("Harbor Lantern Shelter, 600 Quay Street", "Bed 22", "Baltimore", "MD", "21202")),
                new(9, "302", new("Stepstone House, 85 Millrace Road", "Room 9", "Catonsville", "MD", "21228")),
            ],
            [new("Keisha Bellweather", "daughter", "(443) 555-0129", "That I am in treatment and where I stay")],
            [new(DemoStaff.Lsw, DayOfWeek.Thursday, 9), new(DemoStaff.Ximena, DayOfWeek.Monday, 16)], "hu", "Hft");
        yield return new("nadia", "Nadia", "Farouk", "نادية فاروق", "she/her", (38, 15), "en", Eastern, "(301) 555-0130", true,
            [new(-80, "410", new("1440 Orchard Glen Drive", "Apt 512", "Silver Spring", "MD", "20904"))],
            [new("Youssef Farouk", "brother", "(301) 555-0131", "That I have an appointment"), new("Amal Haddad", "friend", "(240) 555-0132")],
            [new(DemoStaff.Lsw, DayOfWeek.Monday, 15)], "t", "tu");
        yield return new(Crossing, "Jordan", "Maplewood", null, "they/them", (23, 333), "en", Eastern, "(301) 555-0133", true,
            [new(-52, "335", new("19 Quarry View Road", null, "Frederick", "MD", "21701"))],
            [new("Pat Maplewood", "parent", "(301) 555-0134", "Anything that keeps me safe")],
            [new(DemoStaff.Lsw, DayOfWeek.Friday, 13)], "fs", "s")
        { Elsewhere = new Dictionary<int, DemoPlace> { [CrossingWeek] = new("54 Carding Mill Lane", null, "Gettysburg", "PA", "17325") } };
        yield return new("maria", "María Fernanda", "Ochoa", null, "ella", (45, 77), "es", Eastern, "(240) 555-0135", false,
            [new(-120, "435", new("3306 Tulip Poplar Avenue", "Apt 104", "Hyattsville", "MD", "20782"))],
            [new("Raúl Ochoa", "esposo", "(240) 555-0136", "Que estoy en el programa")],
            [new(DemoStaff.Lsw, DayOfWeek.Tuesday, 10), new(DemoStaff.Ximena, DayOfWeek.Friday, 15, 2)], "ftu", "f");
        yield return new("teddy", "Theodore", "Nakashima", "Teddy", "he/him", (30, 160), "en", Eastern, "(202) 555-0137", true,
            [new(-30, "410", new("2117 Sycamore Place NE", "Apt 3", "Washington", "DC", "20002"))],
            [], [new(DemoStaff.Lsw, DayOfWeek.Wednesday, 15)], "?", "t")
        { Missed = [3, 6, 7, 10] };
    }

    private static IEnumerable<DemoPerson> AssociatePanel()
    {
        yield return new("aaliyah", "Aaliyah", "Drummond", null, "she/her", (29, 250), "en", Eastern, "(410) 555-0138", true,
            [new(-90, "410", new("8 Belfry Court", "Apt 11", "Towson", "MD", "21204"))],
            [new("Marcus Drummond", "brother", "(410) 555-0139", "Anything")], [new(DemoStaff.Associate, DayOfWeek.Monday, 11)], "f", "");
        yield return new(Exception, "Piotr", "Zielonka", null, "he/him", (36, 5), "en", Eastern, "(410) 555-0140", true,
            [new(-150, "411", new("260 Ferry Landing Road", null, "Elkton", "MD", "21921"))],
            [new("Ewa Zielonka", "wife", "(410) 555-0141", "That I am safe")], [new(DemoStaff.Associate, DayOfWeek.Thursday, 14)], "s", "s");
        yield return new("lorraine", "Lorraine", "Tubbs", null, "she/her", (68, 301), "en", Eastern, "(240) 555-0142", true,
            [new(-600, "421", new("14 Chapel Ridge Lane", null, "Hagerstown", "MD", "21740"))],
            [new("Neal Tubbs", "son", "(240) 555-0143", "Anything about my health"), new("Bettina Shaw", "neighbor", "(240) 555-0144")],
            [new(DemoStaff.Associate, DayOfWeek.Wednesday, 10)], "tu", "t")
        { Missed = [8] };
        yield return new("kenji", "Kenji", "Abernathy", null, "he/him", (26, 88), "en", Eastern, "(443) 555-0145", true,
            [new(-26, "335", new("905 Lakeshore Terrace", null, "Columbia", "MD", "21044"))],
            [new("Hana Abernathy", "mother", "(443) 555-0146", "That I am in treatment")], [new(DemoStaff.Associate, DayOfWeek.Friday, 10)], "-", "")
        { Joined = 4 };
    }

    private static IEnumerable<DemoPerson> TherapistPanel()
    {
        yield return new("shanice", "Shanice", "Holloway", null, "she/her", (33, 190), "en", Eastern, "(215) 555-0147", true,
            [new(-70, "435", new("4821 Juniper Row", "Apt 2R", "Philadelphia", "PA", "19139"))],
            [new("Vernell Holloway", "grandmother", "(215) 555-0148", "Anything")], [new(DemoStaff.Therapist, DayOfWeek.Monday, 9)], "ftu", "f")
        { Missed = [5] };
        yield return new("rafael", "Rafael", "Montecinos", null, "él", (48, 33), "es", Eastern, "(302) 555-0149", true,
            [new(-200, "410", new("118 Tannery Walk", "Unit C", "Wilmington", "DE", "19801"))],
            [new("Gloria Montecinos", "hermana", "(302) 555-0150", "Que estoy bien")], [new(DemoStaff.Therapist, DayOfWeek.Tuesday, 11)], "h", "");
        yield return new("birgit", "Birgit", "Sandoval-Krause", null, "she/her", (57, 140), "en", Eastern, "(717) 555-0151", true,
            [new(-900, "411", new("66 Dovecote Road", null, "Lancaster", "PA", "17603"))],
            [new("Anton Krause", "husband", "(717) 555-0152", "Appointments and how I am")], [new(DemoStaff.Therapist, DayOfWeek.Thursday, 13)], "", "");
        yield return new("devontae", "Devontae", "Prewitt", null, "he/him", (24, 275), "en", Eastern, "(610) 555-0153", true,
            [new(-20, "335", new("733 Ironworks Avenue", null, "Chester", "PA", "19013"))],
            [new("Renee Prewitt", "mother", "(610) 555-0154", "That I am in treatment")], [new(DemoStaff.Therapist, DayOfWeek.Friday, 9)], "fth", "t")
        { Joined = 2 };
    }

    private static IEnumerable<DemoPerson> OtherPanels()
    {
        yield return new("hollis", "Hollis", "Farnsworth", null, "they/them", (31, 62), "en", Eastern, "(571) 555-0155", true,
            [new(-60, "410", new("1507 Cardinal Crest", "Apt 9", "Arlington", "VA", "22204"))],
            [new("June Farnsworth", "sister", "(571) 555-0156", "Anything")], [new(DemoStaff.Samir, DayOfWeek.Tuesday, 9)], "", "");
        yield return new("abena", "Abena", "Mensah-Clarke", null, "she/her", (44, 318), "en", Eastern, "(571) 555-0157", true,
            [new(-44, "410", new("340 Gristmill Square", "Apt 4D", "Falls Church", "VA", "22046"))],
            [new("Kofi Mensah", "cousin", "(571) 555-0158")], [new(DemoStaff.Samir, DayOfWeek.Wednesday, 13)], "u", "");
        yield return new("joseluis", "José Luis", "Arriaga", null, "él", (39, 99), "es", Eastern, "(703) 555-0159", true,
            [new(-100, "410", new("2285 Bobwhite Way", null, "Woodbridge", "VA", "22191"))],
            [new("Carmen Arriaga", "esposa", "(703) 555-0160", "Todo lo necesario")], [new(DemoStaff.Ximena, DayOfWeek.Monday, 13)], "fu", "");
        yield return new("guadalupe", "Guadalupe", "Centeno", "Lupita", "ella", (62, 346), "es", Eastern, "(301) 555-0161", true,
            [new(-400, "435", new("57 Persimmon Court", "Apt 1A", "Gaithersburg", "MD", "20878"))],
            [new("Iván Centeno", "nieto", "(301) 555-0162", "Que estoy en el programa")], [new(DemoStaff.Ximena, DayOfWeek.Wednesday, 9)], "ft", "f");
        yield return new("brandon", "Brandon", "Yellowhorse", null, "he/him", (35, 20), "en", Eastern, "(703) 555-0163", true,
            [new(-35, "410", new("4410 Battery Hill Road", "Lot 12", "Manassas", "VA", "20110"))],
            [new("Lena Yellowhorse", "aunt", "(703) 555-0164", "Anything")], [new(DemoStaff.Ximena, DayOfWeek.Thursday, 10)], "t", "")
        { Missed = [4, 9] };
        yield return new("winifred", "Winifred", "Oyelaran", null, "she/her", (50, 181), "en", Eastern, "(202) 555-0165", true,
            [new(-500, "411", new("612 Alder Street NW", null, "Washington", "DC", "20011"))],
            [new("Tunde Oyelaran", "husband", "(202) 555-0166", "Where I am and how I am")], [new(DemoStaff.Supervisor, DayOfWeek.Tuesday, 13)], "s", "");
        yield return new("mateo", "Mateo", "Brightwater", null, "he/they", (21, 232), "en", Eastern, "(202) 555-0167", true,
            [new(-10, "336", new("2900 Garnet Street SE", "Apt 201", "Washington", "DC", "20020"))],
            [new("Lila Brightwater", "sister", "(202) 555-0168", "That I am in treatment")], [new(DemoStaff.Gwendolyn, DayOfWeek.Friday, 11)], "hf", "f")
        { Joined = 5 };
        yield return new(Alumna, "Cecily", "Vandermeer", null, "she/her", (47, 111), "en", Eastern, "(410) 555-0169", true,
            [new(-250, "411", new("23 Tidewater Close", null, "Annapolis", "MD", "21401"))],
            [new("Bram Vandermeer", "partner", "(410) 555-0170", "Anything")], [new(DemoStaff.Gwendolyn, DayOfWeek.Thursday, 11, 0, 9)], "u", "");
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.ImportPeople.Domain;

namespace Linchpin.Tests.Modules.People;

/// <summary>A file becomes rows, columns become fields, rows become people or sentences: all of it without a database.</summary>
public sealed class ImportSheetTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 15, 0, 0, TimeSpan.Zero);
    private static readonly StaffId Worker = new(Guid.CreateVersion7());
    private static readonly RegisterFacts Facts = RegisterFacts.None(Now) with { Worker = Worker };

    /// <summary>A table as people may have it: cells with every letter that means something in a file of separated values.</summary>
    public sealed record Table(char Delimiter, string NewLine, string[] Columns, string[][] Rows)
    {
        public string Written => string.Concat(new[] { Columns }.Concat(Rows).Select(row => string.Join(Delimiter, row.Select(Csv.Field)) + NewLine));

        public override string ToString() => Written;
    }

    public static class Tables
    {
        private static readonly char[] Letters = [.. "aZé漢\"',;\t\n= +-@'0"];

        public static Arbitrary<Table> Table() => Gen.Zip(Gen.Elements(',', ';', '\t'), Gen.Zip(Gen.Elements("\n", "\r\n"), Gen.Choose(2, 5))).SelectMany(made =>
        {
            var cell = Gen.Elements(Letters).ArrayOf().Select(letters => new string(letters));
            var columns = Enumerable.Range(0, made.Item2.Item2).Select(i => $"Column {i}").ToArray();
            return cell.ArrayOf(columns.Length).Where(row => row.Any(c => !string.IsNullOrWhiteSpace(c))).NonEmptyListOf()
                .Select(rows => new Table(made.Item1, made.Item2.Item1, columns, [.. rows.Take(20)]));
        }).ToArbitrary();
    }

    [Property(Arbitrary = [typeof(Tables)])]
    public void Read_WhenATableWasWrittenWithGuards_GivesBackEveryCell(Table table)
    {
        var sheet = Sheet.Read(table.Written);
        Assert.True(sheet.IsOk, string.Join("; ", sheet.Errors));
        Assert.Equal(table.Delimiter, sheet.Value.Delimiter);
        Assert.Equal(table.Rows, sheet.Value.Rows.Select(r => r.Cells.ToArray()));
        Assert.Equal(Enumerable.Range(2, table.Rows.Length), sheet.Value.Rows.Select(r => r.Number));
    }

    [Property]
    public void Guard_WhenPutOnAndTakenOff_ChangesNothing(NonNull<string> text)
    {
        foreach (var before in (string[])["", "'", "=", "'=", "''+", " @", "'x"])
        {
            var guarded = Csv.Guarded(before + text.Get);
            Assert.Equal(before + text.Get, Csv.Unguarded(guarded));
            Assert.DoesNotContain(guarded.TrimStart().FirstOrDefault(), "=+-@");
        }
    }

    [Property]
    public void Guess_WhenColumnsHaveAnyNames_GivesNoFieldTwice(string[] columns, bool isStaff)
    {
        var kind = isStaff ? ImportKind.Staff : ImportKind.Clients;
        string[] some = [.. columns.Select(c => c ?? ""), .. ImportFields.Of(kind).SelectMany(f => f.Known).Reverse(), "DOB"];
        var guessed = ImportFields.Guess(kind, some);
        Assert.Equal(some.Length, guessed.Count);
        var given = guessed.OfType<string>().ToList();
        Assert.Equal(given.Distinct(StringComparer.Ordinal), given);
        Assert.Equal(ImportFields.Of(kind).Count, given.Count);
    }

    [Property]
    public void Check_WhenCellsHoldAnything_NeverThrowsAndSaysSomethingOfWhatItRefuses(string[][] cells)
    {
        foreach (var kind in Enum.GetValues<ImportKind>())
        {
            var fields = ImportFields.Of(kind).Select(f => (string?)f.Name).ToList();
            List<SheetRow> rows = [.. cells.Select((row, i) => new SheetRow(i + 2, [.. Enumerable.Range(0, fields.Count).Select(c => row?.ElementAtOrDefault(c) ?? "")]))];
            var map = new ColumnMap(fields, DateOrder.MonthFirst);
            var found = kind is ImportKind.Clients ? ClientRows.Check(rows, map, Facts) : StaffRows.Check(rows, map, Facts);
            Assert.Equal(rows.Select(r => r.Number), found.Select(f => f.Row.Number));
            Assert.DoesNotContain(found, f => f.Standing != RowStanding.Good && f.Findings.Count == 0);
        }
    }

    [Property]
    public void Day_WhenWrittenInAnyUsualWay_IsThatDay(int offset, bool dayFirst)
    {
        var day = new DateOnly(1901, 1, 1).AddDays((int)((uint)offset % 60_000));
        var order = dayFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        string[] ways = ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd", "d MMM yyyy", "MMMM d, yyyy", dayFirst ? "dd.MM.yyyy" : "M/d/yyyy", "yyyy-MM-dd' 00:00:00'"];
        Assert.All(ways, way => Assert.Equal(day, CellReading.Day(day.ToString(way, culture), order)));
    }

    [Theory]
    [InlineData("13/13/1990")]
    [InlineData("2/30/1990")]
    [InlineData("3/4/90")]
    [InlineData("1990")]
    [InlineData("yesterday")]
    [InlineData("99999-1-1")]
    public void Day_WhenItIsNone_IsNotGuessed(string text) => Assert.Null(CellReading.Day(text, DateOrder.MonthFirst));

    [Fact]
    public void Order_WhenAFigureBeyondTwelveComesFirst_IsDayFirst()
    {
        Assert.Equal(DateOrder.DayFirst, CellReading.OrderOf(["3/4/1990", "28/2/1990", "x"]));
        Assert.Equal(DateOrder.MonthFirst, CellReading.OrderOf(["3/4/1990", "2/28/1990", "1990-02-28"]));
    }

    [Theory]
    [InlineData(SheetEncoding.Utf8, "utf-8", true)]
    [InlineData(SheetEncoding.Utf8, "utf-8", false)]
    [InlineData(SheetEncoding.Utf16, "utf-16", true)]
    [InlineData(SheetEncoding.Utf16, "utf-16BE", true)]
    [InlineData(SheetEncoding.Windows1252, "windows-1252", false)]
    public void Letters_WhenOfAnyUsualEncoding_AreReadAndItIsSaid(object encoding, string name, bool mark)
    {
        var writer = name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? writer.GetPreamble() : [], .. writer.GetBytes("Nombre;Año\nJosé Núñez;1990")];
        var read = SheetText.Read(bytes);
        Assert.Equal(("Nombre;Año\nJosé Núñez;1990", (SheetEncoding)encoding), (read.Value.Text, read.Value.Encoding));
    }

    public static TheoryData<byte[], string> Unreadable => new()
    {
        { [], "This file is empty." }, { "  \r\n "u8.ToArray(), "This file is empty." }, { [.. "PK\u0003\u0004"u8, 1, 2], "workbook" }, { [0xD0, 0xCF, 0x11, 0xE0, 1], "workbook" }, { "a,b\n1,\0"u8.ToArray(), "not a table" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Letters_WhenTheyAreNone_AreRefusedInASentence(byte[] bytes, string says) => Assert.Contains(says, Assert.Single(SheetText.Read(bytes).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Given,Family", "no rows")]
    [InlineData("Given,Family\nAna,\"Ruiz\nBob,Brown\n", "never closed")]
    [InlineData("Given\nAna,Ruiz", "more cells")]
    public void Read_WhenItIsNoTable_SaysWhatToDo(string text, string says) => Assert.Contains(says, Assert.Single(Sheet.Read(text).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_WhenThereAreTooManyRows_IsRefused()
    {
        var text = "Given\n" + string.Concat(Enumerable.Repeat("Ana\n", Sheet.MostRows));
        Assert.True(Sheet.Read(text).IsOk);
        Assert.Contains("more than {0} rows", Assert.Single(Sheet.Read(text + "Ana\n").Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shape_WhenColumnsAreTheSame_IsTheSameWhateverStandsBelow()
    {
        Assert.Equal(Sheet.Read("Given,DOB\nAna,1").Value.Shape, Sheet.Read("given;dob\nBob;2\nCarla;3").Value.Shape);
        Assert.NotEqual(Sheet.Read("Given,DOB\nAna,1").Value.Shape, Sheet.Read("DOB,Given\nAna,1").Value.Shape);
    }

    [Theory]
    [InlineData("DOB", "2190-01-01", "The birth date is in the future. Check the year.")]
    [InlineData("DOB", "13/13/1990", "“{0}” is no day that can be read. Write it like 1990-02-28.")]
    [InlineData("State", "Atlantis", "“{0}” is no state. Write its name or two letters, like MD.")]
    [InlineData("Phone", "12", "Enter a phone number with its area code, like (410) 555-0123.")]
    [InlineData("E-mail", "ana", "Enter an e-mail address like name@example.org.")]
    [InlineData("Language", "Klingon", "“{0}” is no language that the form offers.")]
    [InlineData("Time zone", "Mars", "“{0}” is no time zone. Write one like Eastern or America/New_York.")]
    [InlineData("Worker", "nobody@example.org", "Nobody on the care staff has the work e-mail address “{0}”.")]
    public void ClientRow_WhenACellIsWrong_SaysSoOnce(string column, string cell, string says)
    {
        var row = Assert.Single(Clients($"First name,{column}\nAna,{cell}"));
        Assert.Equal((RowStanding.Wrong, says), (row.Standing, row.Findings.First(f => f.Field != "HomeLine" && f.Field != "HomeCity").Message));
    }

    [Fact]
    public void ClientRow_WhenEverythingFits_IsReadAsTheFormReadsIt()
    {
        var (map, rows) = Read("Nombre;Apellido;Fecha de nacimiento;Idioma;Estado;Ciudad;Calle;ZIP;Telefono;Zona horaria\nJosé;Núñez;02/28/1990;español;Maryland;Baltimore;1 Main St;21201;410 555 0123;Central Time");
        var (form, findings) = ClientRows.Read(rows[0], map, Facts);
        Assert.Empty(findings);
        Assert.Equal(("José", "Núñez", new DateOnly(1990, 2, 28), "es", "MD", "America/Chicago", (Guid?)Worker.Value), (form.Given, form.Family, form.BirthDate, form.Language, form.HomeState, form.TimeZone, form.Worker));
        Assert.Equal(RowStanding.Good, Assert.Single(ClientRows.Check(rows, map, Facts)).Standing);
    }

    [Fact]
    public void ClientRows_WhenTheSamePersonStandsTwice_DoubtTheSecond()
    {
        var rows = Clients("First name,Last name,DOB,Phone\nAna,Ruiz,1990-01-02,\nana,RUÍZ,1/2/1990,\nAna,Ruiz,1991-01-02,\nBob,,,410 555 0123\nBob,,,+1 (410) 555-0123\nBob,,,410 555 0124");
        Assert.Equal([RowStanding.Good, RowStanding.Doubtful, RowStanding.Good, RowStanding.Good, RowStanding.Doubtful, RowStanding.Good], rows.Select(r => r.Standing));
        Assert.Equal(["2"], Assert.Single(rows[1].Findings).Args);
    }

    [Theory]
    [InlineData("1990-01-02", "1990-01-02", RowStanding.Doubtful)]
    [InlineData("1990-01-02", "1991-01-02", RowStanding.Good)]
    [InlineData("1990-01-02", null, RowStanding.Doubtful)]
    [InlineData("", "1990-01-02", RowStanding.Doubtful)]
    public void ClientRow_WhenTheRegisterHasTheName_IsDoubtedByTheBirthDate(string typed, string? registered, object standing)
    {
        var facts = Facts with { Registered = new Dictionary<string, IReadOnlyList<DateOnly?>>(StringComparer.Ordinal) { [SearchKey.Fold("Ana Ruíz")] = [registered is null ? null : DateOnly.Parse(registered, System.Globalization.CultureInfo.InvariantCulture)] } };
        Assert.Equal((RowStanding)standing, Assert.Single(Clients($"First name,Last name,DOB\nAna,Ruiz,{typed}", facts)).Standing);
    }

    [Fact]
    public void ClientRow_WhenNobodyIsNamedToWorkWithThem_IsWrong() =>
        Assert.Equal(ImportFields.Worker, Assert.Single(Assert.Single(Clients("First name\nAna", Facts with { Worker = null })).Findings).Field);

    [Fact]
    public void StaffRows_WhenAddressesAndPositionsAreOff_SayWhich()
    {
        var (map, rows) = Read("First name,Email,Role,Languages,Start date\nAna,ana@example.org,Case Manager,en; Spanish,2026-01-05\nBob,ANA@example.org,LSW,,\nCarla,carla@example.org,wizard,,\nDan,dan@example.org,Peer,Klingon,soon", ImportKind.Staff);
        var found = StaffRows.Check(rows, map, RegisterFacts.None(Now));
        Assert.Equal([RowStanding.Good, RowStanding.Wrong, RowStanding.Wrong, RowStanding.Wrong], found.Select(f => f.Standing));
        Assert.Equal([["Email"], ["Position"], ["ActiveFrom", "Languages"]], found.Skip(1).Select(f => f.Findings.Select(x => x.Field!).Order(StringComparer.Ordinal).ToArray()));
        var (form, _) = StaffRows.Read(rows[0], map, RegisterFacts.None(Now));
        Assert.Equal((nameof(StaffPosition.CaseManager), "en es", new DateOnly(2026, 1, 5)), (form.Position!, string.Join(' ', form.Languages!), form.ActiveFrom!.Value));
    }

    [Fact]
    public void Map_WhenAFieldIsChosenTwiceOrANeededOneIsNot_IsRefused()
    {
        Assert.True(ColumnMap.Create(ImportKind.Clients, ["Given", null, "Family"], DateOrder.MonthFirst).IsOk);
        Assert.False(ColumnMap.Create(ImportKind.Clients, ["Given", "Given"], DateOrder.MonthFirst).IsOk);
        Assert.Equal(3, ColumnMap.Create(ImportKind.Staff, [null, "Id"], DateOrder.MonthFirst).Errors.Count);
    }

    private static IReadOnlyList<CheckedRow> Clients(string text, RegisterFacts? facts = null)
    {
        var (map, rows) = Read(text);
        return ClientRows.Check(rows, map, facts ?? Facts);
    }

    private static (ColumnMap Map, IReadOnlyList<SheetRow> Rows) Read(string text, ImportKind kind = ImportKind.Clients)
    {
        var sheet = Sheet.Read(text).Value;
        return (new ColumnMap(ImportFields.Guess(kind, sheet.Columns), DateOrder.MonthFirst), sheet.Rows);
    }
}

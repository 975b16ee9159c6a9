using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.StaffRegister;

namespace Linchpin.Modules.People.ImportPeople.Domain;

/// <summary>Makes staff of rows, by the rules of the form in which an administrator adds one.</summary>
internal static class StaffRows
{
    private static readonly char[] Between = [',', ';', '/', '|'];

    /// <summary>Every row with what was found about it, in the order of the table.</summary>
    public static IReadOnlyList<CheckedRow> Check(IReadOnlyList<SheetRow> rows, ColumnMap map, RegisterFacts facts)
    {
        Dictionary<string, int> emails = new(StringComparer.Ordinal), names = new(StringComparer.Ordinal);
        return [.. rows.Select(row => Check(row, map, facts, emails, names))];
    }

    /// <summary>The form as somebody would have filled it, and what of the row could not be read. What no cell says is as in an empty form.</summary>
    public static (StaffForm Form, List<RowFinding> Findings) Read(SheetRow row, ColumnMap map, RegisterFacts facts)
    {
        var form = new StaffForm { Languages = ["en"], ActiveFrom = Zone.DayAt(facts.Now, Zone.Default) };
        List<RowFinding> findings = [];
        foreach (var (field, cell) in map.Of(row))
        {
            if (Unreadable(form, field, cell, map.Order) is { } error) findings.Add(RowFinding.Of(error));
        }

        return (form, findings);
    }

    private static CheckedRow Check(SheetRow row, ColumnMap map, RegisterFacts facts, Dictionary<string, int> emails, Dictionary<string, int> names)
    {
        var (form, findings) = Read(row, map, facts);
        findings.AddRange(form.Check().Errors.Where(e => findings.TrueForAll(f => f.Field != e.Field)).Select(RowFinding.Of));
        var name = StaffMember.NameOf(Text.Clean(form.Given) ?? "", Text.Clean(form.Family));
        var number = row.Number.ToString(CultureInfo.InvariantCulture);
        if (Text.Clean(form.Email)?.ToLowerInvariant() is { } email)
        {
            if (facts.Emails.Contains(email)) findings.Add(RowFinding.Of(StaffEmail.Taken));
            else if (!emails.TryAdd(email, row.Number)) findings.Add(RowFinding.Of(Error.Invalid("Email", "Row {0} has the same address.", emails[email])));
        }

        var folded = SearchKey.Fold(name);
        if (folded.Length > 0 && facts.Registered.ContainsKey(folded)) findings.Add(RowFinding.Doubt("Somebody of this name is in the staff register already."));
        else if (folded.Length > 0 && !names.TryAdd(folded, row.Number)) findings.Add(RowFinding.Doubt("The same name stands in row {0} already.", names[folded].ToString(CultureInfo.InvariantCulture)));
        return new CheckedRow(row, name, findings);
    }

    private static Error? Unreadable(StaffForm form, string field, string cell, DateOrder order)
    {
        switch (field)
        {
            case "ActiveFrom" or "ActiveThrough":
                if (CellReading.Day(cell, order) is not { } day)
                {
                    if (field == "ActiveFrom") form.ActiveFrom = null;
                    return ClientRows.NoDay(field, cell);
                }

                if (field == "ActiveFrom") form.ActiveFrom = day;
                else form.ActiveThrough = day;
                return null;
            case "Position":
                form.Position = CellReading.Position(cell)?.ToString();
                return form.Position is null ? Error.Invalid(field, "“{0}” is no position of the register.", ClientRows.Cut(cell)) : null;
            case "Languages":
                var spoken = cell.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(part => (Part: part, Tag: CellReading.Language(part, StaffLanguages.Tags, StaffLanguages.NameKey))).ToList();
                if (spoken.Find(s => s.Tag is null) is { Part: { } unknown }) return Error.Invalid(field, "“{0}” is no language that the form offers.", ClientRows.Cut(unknown));
                form.Languages = [.. spoken.Select(s => s.Tag!)];
                return null;
            case "TimeZone":
                if (CellReading.TimeZone(cell) is not { } zone) return Error.Invalid(field, "“{0}” is no time zone. Write one like Eastern or America/New_York.", ClientRows.Cut(cell));
                form.TimeZone = zone;
                return null;
            case "Given": form.Given = cell; return null;
            case "Family": form.Family = cell; return null;
            case "Email": form.Email = cell; return null;
            default: form.Phone = cell; return null;
        }
    }
}

using Linchpin.Kernel;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;

namespace Linchpin.Modules.People.ImportPeople.Domain;

/// <summary>Makes clients of rows. Each row is held against the rules of the form by which people are registered one by one.</summary>
internal static class ClientRows
{
    private static readonly Dictionary<string, Action<RegisterClientForm, string>> Plain = ClientForm.Fields
        .ToDictionary(f => f.Name, f => new Action<RegisterClientForm, string>((form, text) => f.Set(form, text)), StringComparer.Ordinal)
        .With("ContactName", (form, text) => form.ContactName = text).With("ContactRelationship", (form, text) => form.ContactRelationship = text)
        .With("ContactPhone", (form, text) => form.ContactPhone = text).With("ContactMayBeTold", (form, text) => form.ContactMayBeTold = text)
        .With("LivingCode", (form, text) => form.LivingCode = text);

    /// <summary>Every row with what was found about it, in the order of the table.</summary>
    public static IReadOnlyList<CheckedRow> Check(IReadOnlyList<SheetRow> rows, ColumnMap map, RegisterFacts facts)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        return [.. rows.Select(row => Check(row, map, facts, seen))];
    }

    /// <summary>The form as somebody would have filled it, and what of the row could not be read.</summary>
    public static (RegisterClientForm Form, List<RowFinding> Findings) Read(SheetRow row, ColumnMap map, RegisterFacts facts)
    {
        var form = new RegisterClientForm { Worker = facts.Worker?.Value };
        List<RowFinding> findings = [];
        foreach (var (field, cell) in map.Of(row))
        {
            if (Unreadable(form, field, cell, map.Order, facts) is { } error) findings.Add(RowFinding.Of(error));
        }

        if (form.Worker is null && findings.TrueForAll(f => f.Field != ImportFields.Worker))
            findings.Add(RowFinding.Of(Error.Invalid(ImportFields.Worker, "Choose who will work with this client. Without a care team nobody can open the chart.")));
        return (form, findings);
    }

    private static CheckedRow Check(SheetRow row, ColumnMap map, RegisterFacts facts, Dictionary<string, int> seen)
    {
        var (form, findings) = Read(row, map, facts);
        var made = RegisterClientHandler.Decide(form, new ClientId(Guid.Empty), facts.Now);
        // A cell that could not be read is empty in the form: one sentence about it is enough.
        findings.AddRange(made.Errors.Where(e => findings.TrueForAll(f => f.Field != e.Field)).Select(RowFinding.Of));
        var name = new PersonName(Text.Clean(form.Given) ?? "", Text.Clean(form.Family), Text.Clean(form.Chosen));
        if (name.Given.Length > 0 && Doubt(row, form, name, facts, seen) is { } doubt) findings.Add(doubt);
        return new CheckedRow(row, name.Legal, findings);
    }

    private static RowFinding? Doubt(SheetRow row, RegisterClientForm form, PersonName name, RegisterFacts facts, Dictionary<string, int> seen)
    {
        // Without a birth date a telephone tells two of the same name apart, else nothing does.
        var born = form.BirthDate is { } day ? SearchKey.Date(day) : "phone " + SearchKey.Telephone(form.Phone1 ?? "");
        if (!seen.TryAdd($"{SearchKey.Fold(name.Legal)}|{born}", row.Number))
            return RowFinding.Doubt("The same person stands in row {0} already.", seen[$"{SearchKey.Fold(name.Legal)}|{born}"].ToString(System.Globalization.CultureInfo.InvariantCulture));
        var known = new[] { name.Legal, name.Display }.Select(SearchKey.Fold).Distinct(StringComparer.Ordinal).SelectMany(n => facts.Registered.GetValueOrDefault(n) ?? []).ToList();
        if (known.Count == 0) return null;
        if (form.BirthDate is { } birth && known.Contains(birth)) return RowFinding.Doubt("Somebody of this name and birth date is registered already.");
        return form.BirthDate is null || known.Contains(null)
            ? RowFinding.Doubt("Somebody of this name is registered already, and without both birth dates they can't be told apart.")
            : null;
    }

    private static Error? Unreadable(RegisterClientForm form, string field, string cell, DateOrder order, RegisterFacts facts)
    {
        switch (field)
        {
            case "BirthDate" or "LivingFrom":
                if (CellReading.Day(cell, order) is not { } day) return NoDay(field, cell);
                if (field == "BirthDate") form.BirthDate = day;
                else form.LivingFrom = day;
                return null;
            case "Language":
                if (CellReading.Language(cell, SpokenLanguages.Names.Keys, SpokenLanguages.NameOf) is not { } tag) return Error.Invalid(field, "“{0}” is no language that the form offers.", Cut(cell));
                form.Language = tag;
                return null;
            case "TimeZone":
                if (CellReading.TimeZone(cell) is not { } zone) return Error.Invalid(field, "“{0}” is no time zone. Write one like Eastern or America/New_York.", Cut(cell));
                form.TimeZone = zone;
                return null;
            case "HomeState":
                if (CellReading.State(cell) is not { } state) return Error.Invalid(field, "“{0}” is no state. Write its name or two letters, like MD.", Cut(cell));
                form.HomeState = state;
                return null;
            case ImportFields.Worker:
                form.Worker = facts.Workers.TryGetValue(cell.ToLowerInvariant(), out var worker) ? worker.Value : null;
                return form.Worker is null ? Error.Invalid(field, "Nobody on the care staff has the work e-mail address “{0}”.", Cut(cell)) : null;
            default:
                Plain[field](form, cell);
                return null;
        }
    }

    internal static Error NoDay(string field, string cell) => Error.Invalid(field, "“{0}” is no day that can be read. Write it like 1990-02-28.", Cut(cell));

    internal static string Cut(string cell) => Text.Cut(Text.Clean(cell) ?? "", 60);

    private static Dictionary<string, Action<RegisterClientForm, string>> With(
        this Dictionary<string, Action<RegisterClientForm, string>> fields, string name, Action<RegisterClientForm, string> set)
    {
        fields[name] = set;
        return fields;
    }
}

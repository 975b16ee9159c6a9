using Linchpin.Kernel;

namespace Linchpin.Modules.People.ImportPeople.Domain;

/// <summary>Which column holds what.</summary>
/// <param name="Fields">For each column the field it holds; null for one that is left out.</param>
internal sealed record ColumnMap(IReadOnlyList<string?> Fields, DateOrder Order)
{
    /// <summary>Checks a choice: only fields that there are, none twice, and those without which nobody can be made.</summary>
    public static Result<ColumnMap> Create(ImportKind kind, IReadOnlyList<string?> fields, DateOrder order)
    {
        List<Error> errors = [];
        var known = ImportFields.Of(kind).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<string?> chosen = [.. fields.Select(f => f is not null && known.Contains(f) ? f : null)];
        foreach (var twice in chosen.OfType<string>().GroupBy(f => f, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            errors.Add(Error.Invalid("Columns", "Two columns hold the same: {0}. Choose one of them.", new Label(ImportFields.LabelOf(kind, twice.Key))));
        foreach (var missing in ImportFields.Needed(kind).Except(chosen.OfType<string>(), StringComparer.Ordinal))
            errors.Add(Error.Invalid("Columns", "No column holds this yet, and it is needed: {0}.", new Label(ImportFields.LabelOf(kind, missing))));
        return errors.Count > 0 ? Result<ColumnMap>.Fail(errors) : new ColumnMap(chosen, order);
    }

    public string ToText() => string.Join(',', Fields);

    /// <summary>Reads what <see cref="ToText"/> wrote; fits a table with as many columns only.</summary>
    public static ColumnMap OfText(string text, DateOrder order) => new([.. text.Split(',').Select(f => f.Length == 0 ? null : f)], order);

    /// <summary>The cells of a row that hold something, by their field.</summary>
    public IEnumerable<(string Field, string Cell)> Of(SheetRow row) =>
        Fields.Zip(row.Cells).Where(c => c.First is not null && !string.IsNullOrWhiteSpace(c.Second)).Select(c => (c.First!, c.Second.Trim()));
}

/// <summary>A word of ours inside a sentence: translated where the sentence is.</summary>
internal sealed record Label(string Key)
{
    public override string ToString() => Key;
}

using System.Globalization;
using System.Text.Json;
using Linchpin.Kernel;

namespace Linchpin.Modules.People.ClientForms;

/// <summary>A field of a form as text, so that two versions of the form can be held side by side.</summary>
/// <param name="Label">A key of the module's words.</param>
/// <param name="Words">How a stored code reads; also a key.</param>
internal sealed record FormField<TForm>(string Name, string Label, Func<TForm, string?> Get, Action<TForm, string?> Set, Func<string, string>? Words = null)
{
    public static FormField<TForm> Day(string name, string label, Func<TForm, DateOnly?> get, Action<TForm, DateOnly?> set) => new(
        name, label,
        form => get(form)?.ToString("O", CultureInfo.InvariantCulture),
        (form, text) => set(form, DateOnly.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null));
}

/// <summary>One field in which what somebody typed and what is stored differ.</summary>
/// <param name="Mine">As typed.</param>
/// <param name="Stored">As it stands now.</param>
/// <param name="AreKeys">True when the values are words of ours, to be translated; what people typed is shown as it is.</param>
/// <param name="TakeStored">Which one is offered first: the stored one where the person had not touched the field.</param>
public sealed record Clash(string Field, string Label, string? Mine, string? Stored, bool AreKeys, bool TakeStored)
{
    /// <summary>Prefix of the posted choices.</summary>
    public const string Choice = "keep-";

    /// <summary>The fields as the person first saw them; carried through the form, so that it can be told later who changed what.</summary>
    internal static string Remember<TForm>(IReadOnlyList<FormField<TForm>> fields, TForm form) =>
        JsonSerializer.Serialize(fields.Where(f => Text.CleanLines(f.Get(form)) is not null).ToDictionary(f => f.Name, f => Text.CleanLines(f.Get(form))));

    /// <summary>True when nobody changed these fields since <paramref name="remembered"/> was taken, whatever else of the record moved on.</summary>
    internal static bool IsUntouched<TForm>(IReadOnlyList<FormField<TForm>> fields, TForm stored, string? remembered) => Remember(fields, stored) == remembered;

    internal static IReadOnlyList<Clash> Between<TForm>(IReadOnlyList<FormField<TForm>> fields, TForm mine, TForm stored, string? remembered)
    {
        var before = Recall(remembered);
        return
        [
            .. from field in fields
               let typed = Text.CleanLines(field.Get(mine))
               let now = Text.CleanLines(field.Get(stored))
               where typed != now
               select new Clash(field.Name, field.Label, Shown(field, typed), Shown(field, now), field.Words is not null, typed == before.GetValueOrDefault(field.Name))
        ];
    }

    /// <summary>Puts the stored value into each field for which the person chose it.</summary>
    internal static void Settle<TForm>(IReadOnlyList<FormField<TForm>> fields, TForm mine, TForm stored, IFormCollection posted)
    {
        foreach (var field in fields.Where(f => posted[Choice + f.Name] == "stored")) field.Set(mine, field.Get(stored));
    }

    private static string? Shown<TForm>(FormField<TForm> field, string? value) => value is null ? null : field.Words?.Invoke(value) ?? value;

    private static Dictionary<string, string?> Recall(string? remembered)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string?>>(remembered ?? "{}") ?? [];
        }
        catch (JsonException)
        {
            // Somebody's own hands were in the form: then nothing counts as untouched.
            return [];
        }
    }
}

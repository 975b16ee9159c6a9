namespace Linchpin.Modules.People.ClientForms;

/// <summary>Time zones offered in a form: one for each everyday name in the United States (49 CFR part 71), east to west.</summary>
internal static class ZoneChoices
{
    private static readonly string[] Usual =
    [
        "America/Puerto_Rico", "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage",
        "America/Adak", "Pacific/Honolulu", "Pacific/Pago_Pago", "Pacific/Guam",
    ];

    /// <summary>The usual ones, and the one that is set although it isn't usual.</summary>
    public static IReadOnlyList<string> With(string? present) =>
        present is null || Usual.Contains(present, StringComparer.Ordinal) || !Kernel.Zone.Exists(present) ? Usual : [present, .. Usual];
}

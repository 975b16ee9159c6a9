using System.Globalization;
using Linchpin.Kernel;

namespace Linchpin.Modules.People.ImportPeople.Domain;

internal enum RowStanding
{
    Good,

    /// <summary>Could be imported, and probably should not: it is left out unless somebody says otherwise.</summary>
    Doubtful,

    /// <summary>Can't become a person as it stands.</summary>
    Wrong,
}

/// <summary>One thing that was found about a row.</summary>
/// <param name="Field">The form's field that it is about; null for the whole row.</param>
/// <param name="Message">A key of the module's words.</param>
/// <param name="Args">Values for the places in it.</param>
internal sealed record RowFinding(string? Field, string Message, IReadOnlyList<string> Args, bool IsDoubt)
{
    public static RowFinding Of(Error error) =>
        new(error.Field, error.Message, [.. error.Args.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture) ?? "")], IsDoubt: false);

    public static RowFinding Doubt(string message, params string[] args) => new(null, message, args, IsDoubt: true);
}

/// <summary>A row of the table, held against the rules of the form and against the register.</summary>
internal sealed record CheckedRow(SheetRow Row, string Name, IReadOnlyList<RowFinding> Findings)
{
    public RowStanding Standing => Findings.Count == 0 ? RowStanding.Good : Findings.All(f => f.IsDoubt) ? RowStanding.Doubtful : RowStanding.Wrong;
}

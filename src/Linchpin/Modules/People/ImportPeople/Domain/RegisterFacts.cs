using Linchpin.Kernel;

namespace Linchpin.Modules.People.ImportPeople.Domain;

/// <summary>What the register says that matters for the rows of one table.</summary>
/// <param name="Registered">Folded names that stand in the register, each with the birth dates of those who bear it.</param>
/// <param name="Emails">Work addresses of staff, in small letters.</param>
/// <param name="Workers">Care staff of today by their work address.</param>
/// <param name="Worker">Who begins the care team where a row names nobody.</param>
/// <param name="Now">The moment against which days are checked.</param>
internal sealed record RegisterFacts(
    IReadOnlyDictionary<string, IReadOnlyList<DateOnly?>> Registered, IReadOnlySet<string> Emails, IReadOnlyDictionary<string, StaffId> Workers, StaffId? Worker, DateTimeOffset Now)
{
    public static RegisterFacts None(DateTimeOffset now) =>
        new(new Dictionary<string, IReadOnlyList<DateOnly?>>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, StaffId>(StringComparer.Ordinal), null, now);
}

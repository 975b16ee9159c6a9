using Linchpin.Kernel;

namespace Linchpin.Modules.Audit.Contracts;

/// <summary>Which entries are asked for; null asks for all of that kind. Everything that is given must fit.</summary>
/// <param name="Account">Who acted.</param>
/// <param name="About">Whose record it was.</param>
/// <param name="Actions">Names of acts ("client.read"); an empty list fits nothing.</param>
/// <param name="Outcome">How it went.</param>
/// <param name="InEmergency">Only these acts, which are of an emergency by themselves, and any act on a record that stood open in one: its detail ends with the mark "break-glass".</param>
/// <param name="From">First instant.</param>
/// <param name="Until">One past the last instant.</param>
/// <param name="Address">Network address, whole.</param>
public sealed record AuditFilter(
    AccountId? Account = null, ClientId? About = null, IReadOnlyList<string>? Actions = null, AuditOutcome? Outcome = null, IReadOnlyList<string>? InEmergency = null,
    DateTimeOffset? From = null, DateTimeOffset? Until = null, string? Address = null);

/// <summary>A place in the order of time, from which a list goes on.</summary>
public sealed record AuditPlace(DateTimeOffset At, long Sequence);

/// <summary>One entry, as it is read.</summary>
/// <param name="Kind">account, participant, system, stranger.</param>
/// <param name="Roles">Roles at that moment, comma separated.</param>
public sealed record AuditLine(
    long Sequence, DateTimeOffset At, AccountId? Account, string Kind, string Roles, string? Address, string? Trace, string Action, string Resource, Guid? ResourceId,
    ClientId? About, AuditOutcome Outcome, string? Detail);

/// <param name="More">Where the list goes on; null at its end.</param>
/// <param name="IsPart">True when the search stopped at <paramref name="More"/> before it had a page full: filters that each fit very many entries and together few.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines, AuditPlace? More, bool IsPart);

/// <summary>Reads the audit. Whoever asks decides who may see it and writes down that it was seen. Every page is bounded work, however long the audit is.</summary>
public interface IAuditReading
{
    /// <param name="after">Where the last page ended.</param>
    /// <param name="oldestFirst">The order of time; newest first otherwise.</param>
    /// <param name="size">Most lines.</param>
    Task<AuditPage> PageAsync(AuditFilter filter, AuditPlace? after, bool oldestFirst, int size, CancellationToken cancel);
}

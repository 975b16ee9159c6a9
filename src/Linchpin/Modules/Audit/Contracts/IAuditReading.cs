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

/// <summary>What a list of entries is ordered by.</summary>
public enum AuditColumn
{
    When,
    Who,
    What,
    AboutWhom,
    FromWhere,
}

/// <summary>An order of entries. Those of one person, act or address stand together, the newest first.</summary>
/// <param name="By">The column.</param>
/// <param name="Reversed">From the end of the order. For <see cref="AuditColumn.When"/> the newest stand first unless it is set.</param>
/// <param name="Keys">The order of the column's values as a reader knows it: ids by the names behind them, acts by their words. The audit knows neither. Values that are
/// missing here follow after all others; entries without any come last, however the order runs.</param>
public sealed record AuditOrder(AuditColumn By, bool Reversed = false, IReadOnlyList<string>? Keys = null);

/// <summary>A place in an order, from which a list goes on.</summary>
/// <param name="Group">Which person, act or address the list had come to; null in the order of time.</param>
public sealed record AuditPlace(DateTimeOffset At, long Sequence, string? Group = null);

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

    /// <summary>The same in any order.</summary>
    Task<AuditPage> PageAsync(AuditFilter filter, AuditOrder order, AuditPlace? after, int size, CancellationToken cancel);
}

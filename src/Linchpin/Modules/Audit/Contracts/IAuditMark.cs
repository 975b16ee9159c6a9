using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Audit.Contracts;

/// <summary>An account acts on a client's record by a way that must show in the audit, from an instant to an instant.</summary>
public sealed record MarkedWay(AccountId Account, ClientId About, DateTimeOffset From, DateTimeOffset Until);

/// <summary>Marks every entry about a record that somebody opened in an unusual way. It is asked when entries are chained and not by whoever reads, so that no
/// read can forget it.</summary>
public interface IAuditMark
{
    /// <summary>The word that is added to the detail of an entry ("break-glass").</summary>
    string Word { get; }

    /// <summary>The ways of these accounts that are, or were, open at <paramref name="since"/> or later. Asked once a commit; mostly none.</summary>
    Task<IReadOnlyList<MarkedWay>> OfAsync(CareDb care, AccountId[] accounts, DateTimeOffset since, CancellationToken cancel);
}

/// <param name="Action">What was done ("client.read").</param>
public sealed record MarkedCount(string Action, int Times);

/// <summary>What the audit says of a marked way.</summary>
public interface IMarkedEntries
{
    /// <summary>How often which act was allowed on that way; the most frequent first.</summary>
    Task<IReadOnlyList<MarkedCount>> CountAsync(MarkedWay way, string word, CancellationToken cancel);
}

using Linchpin.Kernel;

namespace Linchpin.Modules.Audit.Contracts;

public enum AuditOutcome
{
    Allowed,
    Denied,
    Failed,
}

/// <summary>Something that was done, or tried, with a record. Machine words and ids only: no names, no narrative.</summary>
/// <param name="Action">What, as <c>noun.verb</c> ("client.read", "note.sign").</param>
/// <param name="Resource">Kind of thing ("Client", "Note").</param>
/// <param name="ResourceId">Which one; null for a list.</param>
/// <param name="About">Whose record, when it is a client's.</param>
/// <param name="Outcome">Whether it was allowed.</param>
/// <param name="Detail">A code that says more ("emergency-exception", "fields:Phone"); at most 200 characters.</param>
/// <param name="Doer">The account that did it, where this scope doesn't know it yet or knows another: whoever proves at a sign-in who they are.</param>
public sealed record AuditEvent(
    string Action, string Resource, Guid? ResourceId, ClientId? About = null, AuditOutcome Outcome = AuditOutcome.Allowed, string? Detail = null, AccountId? Doer = null);

/// <summary>Who acts, as the audit writes it down.</summary>
/// <param name="Account">The sign-in account; null for a participant who came by a join link, for the system and for strangers.</param>
/// <param name="Kind">account, participant, system, stranger.</param>
/// <param name="Roles">Programme roles at that moment, comma separated.</param>
/// <param name="From">Network address.</param>
/// <param name="Trace">Ties the entries of one request together.</param>
public sealed record AuditWho(AccountId? Account, string Kind, string Roles, string? From, string? Trace);

/// <summary>Tells the audit who acts in this scope.</summary>
public interface IAuditWho
{
    AuditWho Current { get; }
}

/// <summary>The one way to write the audit.</summary>
public interface IAuditTrail
{
    /// <summary>Written in the transaction of the next save in this scope: the change and its entry stand or fall together.</summary>
    void Record(AuditEvent @event);

    /// <summary>Returns when the entry is durable. Call it before anything of the record is shown; when it throws, nothing may be.
    /// Entries of concurrent requests share one commit.</summary>
    Task RecordNowAsync(AuditEvent @event, CancellationToken cancel);
}

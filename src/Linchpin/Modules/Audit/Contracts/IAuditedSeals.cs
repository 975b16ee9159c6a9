namespace Linchpin.Modules.Audit.Contracts;

/// <summary>A seal as the audit kept it when something was sealed.</summary>
/// <param name="Action">What was done ("note.sign").</param>
/// <param name="Seal">SHA-256 in lower-case hex.</param>
/// <param name="Holds">False when the entry itself is no longer what the chain wrote.</param>
public sealed record AuditedSeal(Guid ResourceId, string Action, string Seal, bool Holds);

/// <summary>What the audit says of sealed things. Who can rewrite a row together with its seal still can't rewrite an entry of the keyed chain.</summary>
public interface IAuditedSeals
{
    /// <summary>How an entry's detail says that it holds a seal.</summary>
    const string Mark = "sha256:";

    /// <summary>The seals of these resources in the order in which they were made.</summary>
    Task<IReadOnlyList<AuditedSeal>> OfAsync(string resource, IReadOnlyCollection<Guid> ids, CancellationToken cancel);
}

using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>Somebody of whom the house has a record and who may be invited to sign in.</summary>
/// <param name="Name">What the pages will call them.</param>
/// <param name="Email">Where the letter goes; null when none is on file.</param>
/// <param name="Role">Out of <see cref="ProgrammeRoles"/>: what their work, or being a client, opens to them.</param>
public sealed record Invitee(string Name, string? Email, string Role, string TimeZone, string Language)
{
    /// <summary>The record was put away: nobody new is invited to it.</summary>
    public bool IsArchived { get; init; }
}

/// <summary>What stands in the way of inviting somebody who stands by a client.</summary>
public enum SupporterHindrance
{
    None,

    /// <summary>The client's agreement is not on file, or its last day has passed.</summary>
    NotAgreed,

    /// <summary>The client's record is put away.</summary>
    Archived,
}

/// <summary>Somebody who stands by one client today.</summary>
/// <param name="Supporter">The person, who may stand by others too.</param>
/// <param name="ClientName">What the supporter's page will call the client.</param>
/// <param name="MayBeTold">What the client agreed may be said, in the words that the supporter will read; null when nothing was agreed.</param>
public sealed record SupporterInvitee(SupporterId Supporter, Invitee Who, string ClientName, string? MayBeTold, SupporterHindrance Hindrance);

/// <summary>Tells Access whom a record is about. Reach is the caller's duty.</summary>
public interface IInvitees
{
    Task<Invitee?> OfAsync(StaffId staff, CancellationToken cancel);

    Task<Invitee?> OfAsync(ClientId client, CancellationToken cancel);

    /// <param name="tie">What ties the supporter to the client.</param>
    /// <param name="client">The client.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Null when they do not stand by the client (any more).</returns>
    Task<SupporterInvitee?> OfAsync(ClientId client, Guid tie, CancellationToken cancel);
}

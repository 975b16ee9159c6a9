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

/// <summary>Tells Access whom a record is about. Reach is the caller's duty.</summary>
public interface IInvitees
{
    Task<Invitee?> OfAsync(StaffId staff, CancellationToken cancel);

    Task<Invitee?> OfAsync(ClientId client, CancellationToken cancel);
}

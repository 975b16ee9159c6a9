using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <param name="Id">Row id.</param>
/// <param name="Name">Who.</param>
/// <param name="Relationship">In the client's words ("sister").</param>
/// <param name="Phone">Their number.</param>
/// <param name="MayBeTold">What the client agreed may be said; null when nothing was agreed.</param>
public sealed record EmergencyContactCard(Guid Id, string Name, string Relationship, PhoneNumber Phone, string? MayBeTold);

/// <param name="HudCode">HUD HMIS living situation code.</param>
/// <param name="Label">HUD's words.</param>
/// <param name="Category">Homeless, Institutional, Temporary, Permanent or Other.</param>
public sealed record LivingSituationCard(string HudCode, string Label, string Category, DateOnly From, DateOnly? Through);

/// <summary>How a client is reached and where they live, for the session and the chart. Reach is the caller's duty.</summary>
public interface IClientContacts
{
    /// <summary>Where a letter about an appointment may go by what the client agreed to; null when there is no such address.</summary>
    Task<string?> EmailAsync(ClientId client, CancellationToken cancel);

    /// <summary>A telephone that is not marked as unsafe; null when there is none.</summary>
    Task<PhoneNumber?> PhoneAsync(ClientId client, CancellationToken cancel);

    Task<Address?> HomeAsync(ClientId client, CancellationToken cancel);

    Task<IReadOnlyList<EmergencyContactCard>> EmergencyContactsAsync(ClientId client, CancellationToken cancel);

    /// <summary>The contacts of each client that has any, for a list of people.</summary>
    Task<IReadOnlyDictionary<ClientId, IReadOnlyList<EmergencyContactCard>>> EmergencyContactsAsync(IReadOnlyCollection<ClientId> clients, CancellationToken cancel);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<LivingSituationCard>> LivingSituationsAsync(ClientId client, CancellationToken cancel);
}

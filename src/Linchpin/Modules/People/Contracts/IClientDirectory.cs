using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>What other modules may know of a client without opening the chart.</summary>
public sealed record ClientCard(ClientId Id, string DisplayName, string LegalName, string? Pronouns, string Language, string TimeZone, DateOnly? BirthDate)
{
    /// <summary>The record was put away: nothing new is booked with them until it is taken out again.</summary>
    public bool IsArchived { get; init; }
}

public interface IClientDirectory
{
    /// <summary>Cards of those among <paramref name="ids"/> that exist. Reach is the caller's duty.</summary>
    Task<IReadOnlyDictionary<ClientId, ClientCard>> CardsAsync(IReadOnlyCollection<ClientId> ids, CancellationToken cancel);

    async Task<ClientCard?> CardAsync(ClientId id, CancellationToken cancel) => (await CardsAsync([id], cancel)).GetValueOrDefault(id);

    /// <summary>Every client in the order of the names they are shown by. Reach is the caller's duty.</summary>
    Task<IReadOnlyList<ClientId>> InOrderAsync(CancellationToken cancel);
}

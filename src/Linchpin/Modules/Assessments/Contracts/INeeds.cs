using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Assessments.Contracts;

public enum NeedStanding
{
    /// <summary>A screen points to it; nobody has talked it over with the client.</summary>
    Suspected,
    Confirmed,

    /// <summary>Talked over, and not a need.</summary>
    Refuted,
    Resolved,
}

/// <param name="Domain">Key of the screen's domain that raised it.</param>
/// <param name="Category">Code of the category of HL7's SDOH Clinical Care guide.</param>
/// <param name="Title">In the reader's language.</param>
/// <param name="StandingText">In the reader's language.</param>
/// <param name="Since">When it was first suspected.</param>
/// <param name="DecidedAt">When it was confirmed or refuted.</param>
/// <param name="ClientWords">What the client said of it; null when nothing was written down.</param>
/// <param name="WishText">What the client wants done, in the reader's language; null unless confirmed.</param>
/// <param name="Reason">Why it was refuted, or how it was resolved.</param>
public sealed record NeedCard(
    NeedId Need, ClientId Client, string Domain, string Category, string Title, NeedStanding Standing, string StandingText, DateTimeOffset Since, DateTimeOffset? DecidedAt,
    string? ClientWords, string? WishText, string? Reason);

/// <summary>Needs of clients. Reach is the caller's duty.</summary>
public interface INeeds
{
    /// <summary>Suspected and confirmed needs; confirmed ones first, then the oldest.</summary>
    Task<IReadOnlyList<NeedCard>> OpenAsync(ClientId client, CancellationToken cancel);

    /// <summary>The open needs of each client that has any.</summary>
    Task<IReadOnlyDictionary<ClientId, IReadOnlyList<NeedCard>>> OpenAsync(IReadOnlyCollection<ClientId> clients, CancellationToken cancel);

    /// <summary>Needs confirmed or refuted in this session, in the order of the decisions.</summary>
    Task<IReadOnlyList<NeedCard>> DecidedInAsync(SessionId session, CancellationToken cancel);

    /// <summary>Everything ever raised that was not a mistake, newest first.</summary>
    Task<IReadOnlyList<NeedCard>> AllAsync(ClientId client, int most, CancellationToken cancel);
}

/// <summary>A need was confirmed with the client.</summary>
public sealed record NeedConfirmed(NeedId Need, ClientId Client, SessionId? Session, DateTimeOffset At) : IDomainEvent;

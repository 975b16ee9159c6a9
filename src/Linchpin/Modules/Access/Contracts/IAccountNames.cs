using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>Who holds an account, as far as others may need to name them.</summary>
public sealed record AccountCard(AccountId Id, string DisplayName, StaffId? Staff, ClientId? Client);

/// <summary>Names the holders of accounts. Who may know them is the caller's duty.</summary>
public interface IAccountNames
{
    Task<IReadOnlyDictionary<AccountId, AccountCard>> CardsAsync(IReadOnlyCollection<AccountId> ids, CancellationToken cancel);

    /// <summary>Accounts whose name holds the words, or whose e-mail they are; in the order of their names.</summary>
    Task<IReadOnlyList<AccountCard>> FindAsync(string words, int most, CancellationToken cancel);

    /// <summary>Every account in the order of names.</summary>
    Task<IReadOnlyList<AccountId>> InOrderAsync(CancellationToken cancel);
}

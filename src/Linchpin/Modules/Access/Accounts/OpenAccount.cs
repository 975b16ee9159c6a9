using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.Accounts;

/// <summary>Nobody signs in with an account that is closed, whatever they prove.</summary>
internal sealed class OpenAccount : IUserConfirmation<Account>
{
    public Task<bool> IsConfirmedAsync(UserManager<Account> manager, Account user) => Task.FromResult(user.ClosedAt is null);
}

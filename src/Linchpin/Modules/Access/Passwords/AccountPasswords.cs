using System.Globalization;
using Linchpin.Modules.Access.Domain;
using Linchpin.Shell.Layout;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access.Passwords;

/// <summary>The place where Identity asks <see cref="PasswordRule"/>: every password passes here, whoever sets it.</summary>
internal sealed class AccountPasswords(IOptions<Programme> programme) : IPasswordValidator<Account>
{
    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var checkedBy = PasswordRule.Check(password ?? "", user.IsDemo, ["Linchpin", programme.Value.Name, user.Email, user.DisplayName]);
        return Task.FromResult(checkedBy.IsOk ? IdentityResult.Success : IdentityResult.Failed([.. checkedBy.Errors.Select(e => new Refused(e))]));
    }

    /// <summary>Carries the error of the house through Identity, so that its places can be filled in the reader's language.</summary>
    internal sealed class Refused : IdentityError
    {
        public Refused(Kernel.Error error)
        {
            Error = error;
            Code = "Password";
            Description = string.Format(CultureInfo.InvariantCulture, error.Message, error.Args);
        }

        public Kernel.Error Error { get; }
    }
}

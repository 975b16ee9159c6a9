using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Passwords;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.ForgottenPassword;

/// <summary>Asks the house's rule for passwords before anything is changed.</summary>
internal static class NewSecret
{
    /// <summary>Success, or beside the field why the password won't do.</summary>
    public static async Task<Result> RefusalAsync(UserManager<Account> accounts, Account account, string password)
    {
        List<Error> errors = [];
        foreach (var rule in accounts.PasswordValidators)
            errors.AddRange((await rule.ValidateAsync(accounts, account, password)).Errors.Select(e => e is AccountPasswords.Refused refused ? refused.Error with { Field = "Password" } : Error.Invalid("Password", e.Description)));
        return Result.From(errors);
    }
}

using System.Security.Claims;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.SignIn;

/// <param name="Account">Whose turn it is.</param>
/// <param name="By">What the first step was.</param>
internal sealed record HalfIn(Account Account, SignInKind By);

/// <summary>Remembers between the two steps of a sign-in whose first was right: a cookie that lasts five minutes and opens nothing.</summary>
internal sealed class SecondStepTicket(UserManager<Account> accounts, IHttpContextAccessor http)
{
    public const string Scheme = "SecondStep";

    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    private const string Stamp = "stamp";
    private const string FirstStep = "first-step";

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("Only a request signs somebody in.");

    public Task GiveAsync(Account account, SignInKind by = SignInKind.Password) => Context.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, account.Id.ToString()), new(Stamp, account.SecurityStamp ?? ""), new(FirstStep, by.ToString())], Scheme)));

    /// <summary>Whose turn it is; null when the time ran out or the account's ways of signing in have changed since.</summary>
    public async Task<HalfIn?> ReadAsync()
    {
        if ((await Context.AuthenticateAsync(Scheme)).Principal is not { } principal) return null;
        var account = await accounts.FindByIdAsync(principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? "");
        return account is not null && account.SecurityStamp == principal.FindFirstValue(Stamp) ? new HalfIn(account, Enum.Parse<SignInKind>(principal.FindFirstValue(FirstStep)!)) : null;
    }

    public Task TakeBackAsync() => Context.SignOutAsync(Scheme);
}

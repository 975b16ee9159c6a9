using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <param name="Email">Sign-in name; unique.</param>
/// <param name="Password">At least 15 characters that are not easily guessed; a demo account may have 12. Null for a client or supporter who signs in by mailed links.</param>
/// <param name="Roles">Out of <see cref="ProgrammeRoles.All"/>.</param>
/// <param name="DisplayName">What the pages call them.</param>
/// <param name="Staff">The staff record it belongs to.</param>
/// <param name="Client">The client record it belongs to.</param>
/// <param name="TimeZone">IANA zone.</param>
/// <param name="Language">"en" or "es".</param>
/// <param name="Supporter">The supporter's record it belongs to. Such an account has no other role: whoever is also in care or works here has another one.</param>
/// <param name="IsDemo">True for the demo programme only.</param>
public sealed record NewAccount(
    string Email, string? Password, IReadOnlyList<string> Roles, string DisplayName, StaffId? Staff = null, ClientId? Client = null,
    string TimeZone = Zone.Default, string Language = "en", bool IsDemo = false, SupporterId? Supporter = null);

/// <summary>Makes accounts and answers what other modules may know of them.</summary>
public interface IAccountRegister
{
    /// <summary>Makes an account, or answers the one that already has this e-mail.</summary>
    Task<Result<AccountId>> AddAsync(NewAccount account, CancellationToken cancel);

    /// <summary>Staff whose account holds a role of <see cref="ProgrammeRoles"/>.</summary>
    Task<IReadOnlyList<StaffId>> StaffInAsync(string role, CancellationToken cancel);

    Task<bool> AnyDemoAsync(CancellationToken cancel);

    Task<bool> AnyAsync(CancellationToken cancel);
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.Domain;

/// <summary>A sign-in account, tied to the staff or client record of the person who holds it.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public StaffId? Staff { get; private set; }

    public ClientId? Client { get; private set; }

    /// <summary>The record of somebody who stands by clients. Such an account belongs to neither staff nor a client.</summary>
    public SupporterId? Supporter { get; private set; }

    /// <summary>What the pages call them.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>"en" or "es": the language of their pages.</summary>
    public string Language { get; private set; } = "en";

    /// <summary>IANA zone in which times are shown.</summary>
    public string TimeZone { get; private set; } = Zone.Default;

    /// <summary>Belongs to the demo programme; a production start refuses it.</summary>
    public bool IsDemo { get; private set; }

    /// <summary>Since when nobody may sign in with it; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Why it was closed, in the words of whoever did.</summary>
    public string? ClosedReason { get; private set; }

    /// <summary>Whether its owner chose to sign in by links that are mailed to them. Never staff.</summary>
    public bool SignsInByLink { get; private set; }

    public void SignInByLink(bool isChosen) => SignsInByLink = isChosen;

    public void Close(string reason, DateTimeOffset now) => (ClosedAt, ClosedReason) = (now, reason);

    public void Reopen() => (ClosedAt, ClosedReason) = (null, null);

    /// <summary>A new account; its password is set by Identity.</summary>
    public static Account Open(NewAccount account, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserName = account.Email,
        Email = account.Email,
        EmailConfirmed = true,
        DisplayName = account.DisplayName,
        Staff = account.Staff,
        Client = account.Client,
        Supporter = account.Supporter,
        TimeZone = account.TimeZone,
        Language = account.Language,
        IsDemo = account.IsDemo,
    };
}

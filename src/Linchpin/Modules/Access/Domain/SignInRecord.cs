using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;

namespace Linchpin.Modules.Access.Domain;

/// <summary>By what somebody signed in.</summary>
public enum SignInKind
{
    Password,
    Passkey,

    /// <summary>A link that was mailed to them.</summary>
    MailedLink,
}

/// <summary>What ended a sign-in.</summary>
public enum SignInEnd
{
    /// <summary>They signed out on that device.</summary>
    SignedOut,

    /// <summary>They ended it from another of their devices.</summary>
    FromElsewhere,

    /// <summary>The same browser signed in anew, to the same account.</summary>
    Renewed,

    /// <summary>The same browser signed in to another account.</summary>
    OtherAccount,

    /// <summary>Nothing was done for the idle time.</summary>
    Idle,

    /// <summary>The longest time was over.</summary>
    TimeUp,

    /// <summary>A password, passkey or role changed.</summary>
    SecurityChange,

    /// <summary>An administrator ended it.</summary>
    Administrator,

    /// <summary>The account was closed.</summary>
    AccountClosed,
}

/// <summary>One sign-in as the server keeps it. The cookie carries its id and says nothing more: when this is over, the cookie opens nothing.</summary>
internal sealed class SignInRecord
{
    private SignInRecord()
    {
    }

    public SignInId Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public Guid Account { get; private set; }

    /// <summary>Staff have a shorter idle time than clients.</summary>
    public bool IsStaff { get; private set; }

    public SignInKind Kind { get; private set; }

    /// <summary>The account's security stamp when it began: once the account has another, this is over.</summary>
    public string Stamp { get; private set; } = "";

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When they last did something. Coarse: written at most once a minute.</summary>
    public DateTimeOffset ActiveAt { get; private set; }

    /// <summary>The latest end, however busy they are.</summary>
    public DateTimeOffset EndsAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public SignInEnd? EndedBy { get; private set; }

    /// <summary>"Firefox"; null when the browser did not say what it is.</summary>
    public string? Browser { get; private set; }

    /// <summary>"Windows"; null when the browser did not say.</summary>
    public string? System { get; private set; }

    /// <summary>Network address, as the audit keeps it.</summary>
    public string? From { get; private set; }

    public static SignInRecord Begin(Guid account, string stamp, bool isStaff, SignInKind kind, Device device, string? from, DateTimeOffset now, TimeSpan longest) => new()
    {
        Id = TypedId.New<SignInId>(now),
        Account = account,
        Stamp = stamp,
        IsStaff = isStaff,
        Kind = kind,
        Browser = device.Browser,
        System = device.System,
        From = from,
        StartedAt = now,
        ActiveAt = now,
        EndsAt = now + longest,
    };

    /// <summary>Ends it; one that has ended keeps its first end.</summary>
    public void End(SignInEnd by, DateTimeOffset now)
    {
        if (EndedAt is not null) return;
        (EndedAt, EndedBy) = (now, by);
    }
}

using Linchpin.Platform.Data;

namespace Linchpin.Modules.Access.Domain;

internal enum MailedLinkKind
{
    NewPassword,
    SignIn,
    Invitation,
}

/// <summary>A link that was mailed and opens something once. Nothing in the table makes the link: it holds only what the link's secret hashes to.</summary>
internal sealed class MailedLink : IVersioned
{
    public static readonly TimeSpan NewPasswordLasts = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan SignInLasts = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan InvitationLasts = TimeSpan.FromDays(7);

    private MailedLink()
    {
    }

    public Guid Id { get; private set; }

    public MailedLinkKind Kind { get; private set; }

    /// <summary>SHA-256 of the whole token, in hex.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>Whose it is; null for an invitation, whose account is still to be made, and where no account has the address that was typed, or where no letter is to go out: such a link is never sent.</summary>
    public Guid? Account { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public DateTimeOffset? TakenBackAt { get; private set; }

    public int Version { get; private set; }

    public static MailedLink Make(Guid id, string hash, MailedLinkKind kind, Guid? account, DateTimeOffset now) => new()
    {
        Id = id,
        Kind = kind,
        Hash = hash,
        Account = account,
        MadeAt = now,
        EndsAt = now + kind switch
        {
            MailedLinkKind.Invitation => InvitationLasts,
            MailedLinkKind.SignIn => SignInLasts,
            _ => NewPasswordLasts,
        },
    };

    public bool Opens(DateTimeOffset now) => UsedAt is null && TakenBackAt is null && now < EndsAt;

    public void Use(DateTimeOffset now)
    {
        if (!Opens(now)) throw new InvalidOperationException("A link that does not open can't be used.");
        UsedAt = now;
    }

    public void TakeBack(DateTimeOffset now)
    {
        if (Opens(now)) TakenBackAt = now;
    }
}

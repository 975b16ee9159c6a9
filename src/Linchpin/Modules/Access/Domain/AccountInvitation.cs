using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Access.Domain;

/// <summary>Somebody was asked to make themselves an account. One row a person, and for somebody who stands by clients one row a client:
/// asking again goes on with the same one and a new link.</summary>
internal sealed class AccountInvitation : IVersioned
{
    private static readonly TimeSpan DoubleClick = TimeSpan.FromSeconds(30);

    private AccountInvitation()
    {
    }

    /// <summary>The staff or client record that it is about; for a supporter, what ties them to the client from whose chart they were invited.</summary>
    public Guid Person { get; private set; }

    public StaffId? Staff { get; private set; }

    public ClientId? Client { get; private set; }

    public SupporterId? Supporter { get; private set; }

    /// <summary>The client from whose chart a supporter was invited.</summary>
    public ClientId? StandsBy { get; private set; }

    public string Email { get; private set; } = "";

    public string DisplayName { get; private set; } = "";

    public string Role { get; private set; } = "";

    public string TimeZone { get; private set; } = "";

    public string Language { get; private set; } = "";

    /// <summary>The link of the last letter.</summary>
    public Guid Link { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When it was taken back, or what tied a supporter to the client ended; null while it holds. Asking again gives it anew.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public int Version { get; private set; }

    public static AccountInvitation Of(StaffId staff) => new() { Person = staff.Value, Staff = staff };

    public static AccountInvitation Of(ClientId client) => new() { Person = client.Value, Client = client };

    public static AccountInvitation Of(SupporterId supporter, ClientId client, Guid tie) => new() { Person = tie, Supporter = supporter, StandsBy = client };

    /// <summary>What the audit calls the record that it is about.</summary>
    public string Kind => Supporter is not null ? "Supporter" : Client is not null ? "Client" : "StaffMember";

    /// <summary>Whose record the audit files it under; null for staff.</summary>
    public ClientId? About => Client ?? StandsBy;

    /// <summary>True for the second half of a double click.</summary>
    public bool WasJustAsked(string email, DateTimeOffset now) => Email == email && WithdrawnAt is null && now - AskedAt < DoubleClick;

    public void Ask(Invitee who, string email, Guid link, DateTimeOffset now) =>
        (Email, DisplayName, Role, TimeZone, Language, Link, AskedAt, WithdrawnAt) = (email, who.Name, who.Role, who.TimeZone, who.Language, link, now, null);

    public void Accept(DateTimeOffset now) => AcceptedAt = now;

    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;

    /// <summary>The account that comes of it.</summary>
    /// <param name="password">Null for who may and would rather have a link mailed each time.</param>
    public NewAccount Account(string? password) => new(Email, password, [Role], DisplayName, Staff, Client, TimeZone, Language, Supporter: Supporter);
}

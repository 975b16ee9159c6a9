using System.Security.Cryptography;
using System.Text;
using Linchpin.Modules.Access.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Links;

/// <summary>Makes mailed links and finds those that still open.</summary>
internal sealed class MailedLinks(CareDb care, LinkKey key, TimeProvider clock)
{
    /// <summary>A new link, written with the next save.</summary>
    public MailedLink Make(MailedLinkKind kind, Guid? account)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var link = MailedLink.Make(id, LinkKey.HashOf(key.TokenOf(id)), kind, account, now);
        care.Add(link);
        return link;
    }

    /// <summary>The link that a token opens; null when it is unknown, used, taken back or over: the four are never told apart.</summary>
    public async Task<MailedLink?> OpenAsync(string? token, MailedLinkKind kind, CancellationToken cancel)
    {
        if (LinkKey.IdIn(token) is not { } id || await care.Set<MailedLink>().FirstOrDefaultAsync(l => l.Id == id, cancel) is not { } link) return null;
        var isTheirs = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(LinkKey.HashOf(token!)), Encoding.ASCII.GetBytes(link.Hash));
        return isTheirs && link.Kind == kind && (kind == MailedLinkKind.Invitation || link.Account is not null) && link.Opens(clock.GetUtcNow()) ? link : null;
    }

    /// <summary>Takes back every other link of that kind that the account has, with the next save.</summary>
    public async Task TakeBackAsync(Guid account, MailedLinkKind kind, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var other in await care.Set<MailedLink>().Where(l => l.Account == account && l.Kind == kind && l.UsedAt == null && l.TakenBackAt == null && l.EndsAt > now).ToListAsync(cancel))
            other.TakeBack(now);
    }
}

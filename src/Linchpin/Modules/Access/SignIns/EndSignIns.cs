using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SignIns;

/// <param name="IsThis">It is the one that asks.</param>
internal sealed record OpenSignIn(SignInId Id, SignInKind Kind, string? Browser, string? System, string? From, DateTimeOffset StartedAt, DateTimeOffset ActiveAt, bool IsThis);

/// <summary>Ends sign-ins: one's own, one by one or all others, and by those who administer accounts. Ending one that is over changes nothing.</summary>
internal sealed class EndSignIns(CareDb care, SignInBook book, SignInRule rule, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>The sign-ins of an account that go on, the latest first.</summary>
    public async Task<IReadOnlyList<OpenSignIn>> OpenAsync(Guid account, SignInId? asking, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await Open(account, now).AsNoTracking().OrderByDescending(s => s.ActiveAt).ToListAsync(cancel);
        return [.. open.Where(s => now < s.ActiveAt + rule.IdleOf(s.IsStaff)).Select(s => new OpenSignIn(s.Id, s.Kind, s.Browser, s.System, s.From, s.StartedAt, s.ActiveAt, s.Id == asking))];
    }

    /// <summary>Ends one of one's own.</summary>
    public async Task<Result> OneAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var (signIn, account) = (new SignInId(id), actor.Account?.Value);
        if (await care.Set<SignInRecord>().FirstOrDefaultAsync(s => s.Id == signIn && s.Account == account, cancel) is not { } record) return Error.NotFound;
        await EndAsync([record], SignInEnd.FromElsewhere, actor.Client, cancel);
        return Result.Ok;
    }

    /// <summary>Ends all of one's own but the one that asks.</summary>
    public async Task<Result> OthersAsync(Actor actor, CancellationToken cancel)
    {
        if (actor.Account is not { } account) return Error.NotFound;
        var asking = SignInCookie.IdOf(actor.Principal);
        var others = await Open(account.Value, clock.GetUtcNow()).Where(s => s.Id != asking).ToListAsync(cancel);
        await EndAsync(others, SignInEnd.FromElsewhere, actor.Client, cancel);
        return Result.Ok;
    }

    /// <summary>Ends all of an account, with the next save or at once where nothing else is to be saved.</summary>
    public async Task AllOfAsync(Account account, SignInEnd by, CancellationToken cancel) =>
        await EndAsync(await Open(account.Id, clock.GetUtcNow()).ToListAsync(cancel), by, account.Client, cancel);

    private async Task EndAsync(List<SignInRecord> records, SignInEnd by, ClientId? about, CancellationToken cancel)
    {
        foreach (var record in records.Where(r => r.EndedAt is null))
        {
            record.End(by, clock.GetUtcNow());
            audit.Record(new AuditEvent("account.sign-in-ended", "SignIn", record.Id.Value, about, Detail: by.ToString()));
        }

        await care.SaveChangesAsync(cancel);
        foreach (var record in records) book.Forget(record.Id);
    }

    private IQueryable<SignInRecord> Open(Guid account, DateTimeOffset now) =>
        from signIn in care.Set<SignInRecord>()
        join owner in care.Set<Account>() on signIn.Account equals owner.Id
        where signIn.Account == account && signIn.EndedAt == null && signIn.EndsAt > now && signIn.Stamp == owner.SecurityStamp
        select signIn;
}

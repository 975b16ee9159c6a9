using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SignIns;

/// <summary>Writes down the end of sign-ins that nobody ended: they were left alone, their time was up, or their account has another stamp. They open nothing from that moment
/// whether this has come round or not; it is for whoever asks later what ended them.</summary>
internal sealed class CloseOverSignIns(CareDb care, SignInRule rule, TimeProvider clock) : IRound
{
    public string Name => "access.close-over-sign-ins";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async Task RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (staff, others) = (now - rule.IdleStaff, now - rule.IdleClient);
        await care.InTransactionAsync(async token =>
        {
            var open = care.Set<SignInRecord>().Where(s => s.EndedAt == null);
            await EndAsync(open.Where(s => !care.Set<Account>().Any(a => a.Id == s.Account && a.SecurityStamp == s.Stamp)), SignInEnd.SecurityChange, now, token);
            await EndAsync(open.Where(s => s.EndsAt <= now), SignInEnd.TimeUp, now, token);
            await EndAsync(open.Where(s => s.ActiveAt <= (s.IsStaff ? staff : others)), SignInEnd.Idle, now, token);
            return Result.Ok;
        }, cancel);
    }

    private static Task<int> EndAsync(IQueryable<SignInRecord> over, SignInEnd by, DateTimeOffset now, CancellationToken cancel) =>
        over.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndedBy, by), cancel);
}

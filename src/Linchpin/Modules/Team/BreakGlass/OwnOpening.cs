using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.BreakGlass;

[ValidatableType]
public sealed class WriteDownForm
{
    /// <summary>Made when the form is shown: posting the same form twice writes once.</summary>
    public Guid Id { get; set; }

    public string? Words { get; set; }
}

/// <summary>An opening for the person who made it: to end it, and to write down what was done. To everybody else it does not exist.</summary>
internal sealed class OwnOpening(CareDb care, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>How long after its end the opener may still write down what they did.</summary>
    public static readonly TimeSpan WritingTime = TimeSpan.FromHours(72);

    public static string PathOf(Guid access) => $"/break-glass/{access}";

    /// <summary>Null when there is none, or when it is somebody else's; either way the audit stands before this returns.</summary>
    public async Task<EmergencyAccess?> ReadAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var access = await care.Set<EmergencyAccess>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel);
        if (access is null) return null;
        var isMine = IsOf(access, actor);
        await audit.RecordNowAsync(
            new AuditEvent("break-glass.read", "EmergencyAccess", id, access.Client, isMine ? AuditOutcome.Allowed : AuditOutcome.Denied), cancel);
        return isMine ? access : null;
    }

    public bool MayWrite(EmergencyAccess access) => clock.GetUtcNow() < access.Until + WritingTime;

    public async Task<IReadOnlyList<EmergencyAccount>> AccountsAsync(Guid access, CancellationToken cancel) =>
        await care.Set<EmergencyAccount>().AsNoTracking().Where(a => a.Access == access).OrderBy(a => a.At).ToListAsync(cancel);

    /// <summary>Shuts the record now; a success when it is shut already.</summary>
    public Task<Result> EndAsync(Guid id, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (await MineAsync(id, actor, token) is not { } access) return Error.NotFound;
        if (!access.End(clock.GetUtcNow())) return Result.Ok;
        access.MarkEndWritten();
        audit.Record(new AuditEvent("break-glass.ended", "EmergencyAccess", id, access.Client, Detail: "by-opener"));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    /// <summary>Adds what was done. What stands is never changed.</summary>
    public Task<Result> WriteAsync(Guid id, WriteDownForm form, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (await MineAsync(id, actor, token) is not { } access) return Error.NotFound;
        if (await care.Set<EmergencyAccount>().AnyAsync(a => a.Id == form.Id && a.Access == id, token)) return Result.Ok;
        if (!MayWrite(access)) return Error.Refused("The time for writing is over. Tell the care team or the privacy officer what is missing.");
        var written = EmergencyAccount.Write(form.Id, access, form.Words, clock.GetUtcNow());
        if (!written.IsOk) return written.Discard();
        care.Add(written.Value);
        audit.Record(new AuditEvent("break-glass.write", "EmergencyAccount", form.Id, access.Client));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    private async Task<EmergencyAccess?> MineAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        var access = await care.Set<EmergencyAccess>().SingleOrDefaultAsync(a => a.Id == id, cancel);
        return access is not null && IsOf(access, actor) ? access : null;
    }

    private static bool IsOf(EmergencyAccess access, Actor actor) => actor.Kind == ActorKind.Account && actor.Account == access.Account;
}

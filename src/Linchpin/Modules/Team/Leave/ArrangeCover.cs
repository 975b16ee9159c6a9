using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.Leave;

[ValidatableType]
public sealed class CoverForm
{
    /// <summary>Made when the form is shown: posting the same form twice arranges one cover.</summary>
    public Guid Id { get; set; }

    /// <summary>Who is away; not asked of somebody who arranges their own leave.</summary>
    public Guid? Worker { get; set; }

    public Guid? Colleague { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? Through { get; set; }

    public string? Reason { get; set; }
}

/// <summary>Arranges that a colleague covers for somebody on leave, and takes it back. The worker themself may, their supervisor and an administrator; for everybody
/// else there is nothing.</summary>
internal sealed class ArrangeCoverHandler(CareDb care, ISupervisionLine supervision, IStaffDirectory staff, IAuditTrail audit, TimeProvider clock)
{
    private const int LongestReason = 300;

    public Task<Result> ArrangeAsync(StaffId worker, CoverForm form, Actor actor, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, token => DecideAsync(worker, form, actor, token), cancel);

    public Task<Result> TakeBackAsync(Guid id, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        var cover = await care.Set<Cover>().SingleOrDefaultAsync(c => c.Id == id, token);
        if (cover is null) return Error.NotFound;
        if (!await MayAsync(cover.Worker, actor, token)) return await DenyAsync("cover.take-back", id, token);
        if (!cover.TakeBack(clock.GetUtcNow())) return Result.Ok;
        var books = await BooksAsync([cover.Worker, cover.Colleague], token);
        foreach (var book in books.Values) book.Note();
        audit.Record(new AuditEvent("cover.take-back", "Cover", id));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    private async Task<Result> DecideAsync(StaffId worker, CoverForm form, Actor actor, CancellationToken cancel)
    {
        if (!await MayAsync(worker, actor, cancel)) return await DenyAsync("cover.arrange", worker.Value, cancel);
        if (await care.Set<Cover>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == form.Id, cancel) is { } posted) return posted.Worker == worker ? Result.Ok : Error.NotFound;

        var careStaff = await staff.CareStaffAsync(cancel);
        var away = careStaff.FirstOrDefault(s => s.Id == worker);
        var colleague = careStaff.FirstOrDefault(s => s.Id.Value == form.Colleague);
        List<Error> errors = [];
        if (away is null) errors.Add(Error.Invalid("Worker", "Choose somebody of the care staff."));
        if (colleague is null) errors.Add(Error.Invalid("Colleague", "Choose a colleague of the care staff."));
        if (form.From is null) errors.Add(Error.Invalid("From", "Enter the first day."));
        if (form.Through is null) errors.Add(Error.Invalid("Through", "Enter the last day."));
        var reason = Text.Clean(form.Reason);
        if (reason?.Length > LongestReason) errors.Add(Error.Invalid("Reason", "Keep this under {0} characters.", LongestReason));
        foreach (var person in new[] { away, colleague }.OfType<StaffCard>())
            if (person.LastDay is { } last && form.Through > last) errors.Add(Error.Invalid("Through", "{0} works here until {1}. Choose an earlier last day.", person.DisplayName, last));
        if (errors.Count > 0) return Result.Fail(errors);

        var now = clock.GetUtcNow();
        var plan = new CoverPlan(form.Id, worker, colleague!.Id, form.From!.Value, form.Through!.Value, away!.TimeZone, reason);
        // The books first: whoever writes into them after this makes this save fail, and what stands is read anew.
        var books = await BooksAsync([worker, colleague.Id], cancel);
        var known = await care.Set<Cover>().AsNoTracking()
            .Where(c => c.TakenBackAt == null && c.Ends > now && (c.Worker == worker || c.Colleague == worker || c.Worker == colleague.Id)).ToListAsync(cancel);
        var cards = await staff.CardsAsync([.. known.SelectMany(c => new[] { c.Worker, c.Colleague }).Append(colleague.Id).Distinct()], cancel);
        var arranged = LeaveBook.Arrange(
            books[worker], books[colleague.Id], known, plan, actor.Staff, Zone.DayAt(now, away.TimeZone), id => cards.GetValueOrDefault(id)?.DisplayName ?? "");
        if (!arranged.IsOk)
        {
            care.ChangeTracker.Clear();
            return arranged.Discard();
        }

        care.Add(arranged.Value);
        audit.Record(new AuditEvent("cover.arrange", "Cover", form.Id));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }

    /// <summary>True for the worker themself, for today's supervisor of theirs, and for an administrator.</summary>
    private async Task<bool> MayAsync(StaffId worker, Actor actor, CancellationToken cancel)
    {
        if (actor.Kind != ActorKind.Account) return false;
        if (actor.Is(ProgrammeRoles.Admin)) return true;
        if (actor.Staff is not { } me || !actor.IsAny([.. ProgrammeRoles.CareStaff])) return false;
        return me == worker || (actor.Is(ProgrammeRoles.Supervisor) && await supervision.SupervisesAsync(me, worker, cancel));
    }

    private async Task<Result> DenyAsync(string action, Guid id, CancellationToken cancel)
    {
        await audit.RecordNowAsync(new AuditEvent(action, "Cover", id, Outcome: AuditOutcome.Denied), cancel);
        return Error.NotFound;
    }

    private async Task<Dictionary<StaffId, LeaveBook>> BooksAsync(StaffId[] people, CancellationToken cancel)
    {
        var books = await care.Set<LeaveBook>().Where(b => people.Contains(b.Staff)).ToDictionaryAsync(b => b.Staff, cancel);
        foreach (var person in people.Where(p => !books.ContainsKey(p)).Distinct())
        {
            books[person] = LeaveBook.Of(person);
            care.Add(books[person]);
        }

        return books;
    }
}

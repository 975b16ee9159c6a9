using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.WorkerWeek;

/// <param name="Client">Null when the client is no longer in the worker's reach: the hour is taken all the same.</param>
internal sealed record WeekEntry(BookedSession Session, ClientCard? Client, Invitation? Invitation);

/// <param name="Day">In the worker's zone.</param>
internal sealed record WeekDay(DateOnly Day, IReadOnlyList<WeekEntry> Entries);

/// <summary>A worker's own week, Monday to Sunday on their own clock.</summary>
internal sealed class WorkerWeekQuery(CareDb care, ISchedule schedule, IClientReach reach, IClientDirectory clients, IAuditTrail audit)
{
    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    public async Task<IReadOnlyList<WeekDay>> ReadAsync(Actor actor, DateOnly monday, CancellationToken cancel)
    {
        if (actor.Staff is not { } worker) return [];
        var (from, until) = (Zone.Day(monday, actor.TimeZone).Start, Zone.Day(monday.AddDays(7), actor.TimeZone).Start);
        // What began on Sunday night belongs to the week before.
        var sessions = (await schedule.ForWorkerAsync(worker, from, until, cancel)).Where(s => s.Starts >= from).ToList();
        await audit.RecordNowAsync(new AuditEvent("schedule.read", "Appointment", null, Detail: $"sessions:{sessions.Count}"), cancel);

        var people = sessions.Select(s => s.Client).Distinct().ToList();
        var mine = await reach.Clients(actor).Where(c => people.Contains(c)).Distinct().ToListAsync(cancel);
        var cards = await clients.CardsAsync(mine, cancel);
        var ids = sessions.ConvertAll(s => s.Id);
        var invitations = await care.Set<Invitation>().AsNoTracking().Where(i => ids.Contains(i.Session)).ToDictionaryAsync(i => i.Session, cancel);
        return [.. sessions
            .GroupBy(s => Zone.DayAt(s.Starts, actor.TimeZone))
            .OrderBy(day => day.Key)
            .Select(day => new WeekDay(day.Key, [.. day.Select(s => new WeekEntry(s, cards.GetValueOrDefault(s.Client), invitations.GetValueOrDefault(s.Id)))]))];
    }
}

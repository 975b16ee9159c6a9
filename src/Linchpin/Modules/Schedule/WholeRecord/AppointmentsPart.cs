using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Schedule.WholeRecord;

/// <summary>Every appointment with what was changed about it.</summary>
internal sealed class AppointmentsPart(CareDb care, IStaffDirectory staff, IStringLocalizer<ScheduleWords> words) : IRecordPart
{
    public int Order => 40;

    public string Name => "appointments";

    public IReadOnlyList<Type> Covers => [typeof(Appointment), typeof(AppointmentChange)];

    public IReadOnlyDictionary<Type, string> LeavesOut { get; } = new Dictionary<Type, string>
    {
        [typeof(JoinLink)] = "A way in, and no fact about anybody.",
        [typeof(Invitation)] = "Whether the letter went out.",
    };

    public async Task<RecordChapter> ReadAsync(RecordAsked asked, CancellationToken cancel)
    {
        var booked = await care.Set<Appointment>().AsNoTracking().Where(a => a.Client == asked.Client).OrderBy(a => a.Starts).ToListAsync(cancel);
        var changes = (await care.Set<AppointmentChange>().AsNoTracking().Where(c => care.Set<Appointment>().Any(a => a.Id == c.Session && a.Client == asked.Client)).OrderBy(c => c.At).ToListAsync(cancel)).ToLookup(c => c.Session);
        var names = await staff.CardsAsync([.. booked.Select(a => a.Worker).Distinct()], cancel);
        List<RecordEntry> entries = [];
        foreach (var appointment in booked)
        {
            var entry = asked.Entry(words["Appointment"])
                .With("starts", words["Begins"], appointment.Starts)
                .With("ends", words["Ends"], appointment.Ends)
                .With("with", words["With"], names.GetValueOrDefault(appointment.Worker)?.DisplayName ?? appointment.Worker.ToString())
                .With("status", words["How it went"], appointment.Status.ToString(), Status(appointment.Status))
                .With("reason", words["Reason"], appointment.Reason);
            foreach (var change in changes[appointment.Id]) entry.With("changed", words["Changed"], change.Reason, $"{asked.When(change.At)}: {change.Reason}");
            entries.Add(entry);
        }

        return new RecordChapter(words["Your appointments"], entries);
    }

    private string Status(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Held => words["Held"],
        AppointmentStatus.Cancelled => words["Cancelled"],
        AppointmentStatus.NoShow => words["Missed"],
        _ => words["Booked"],
    };
}

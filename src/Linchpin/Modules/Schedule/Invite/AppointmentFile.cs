using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;

namespace Linchpin.Modules.Schedule.Invite;

/// <summary>A booking as an iCalendar file (RFC 5545, sent as RFC 5546 asks). Calendars are shared with families and employers: no name, no word of
/// what the appointment is for, and CLASS:PRIVATE.</summary>
internal static class AppointmentFile
{
    /// <summary>For the client's letter: REQUEST, or CANCEL once the session was cancelled.</summary>
    /// <param name="link">Address of the join link; null leaves it out.</param>
    /// <param name="organizer">The programme's sending address, which RFC 5546 (3.2.2) wants.</param>
    /// <param name="summary">"Appointment" in the client's language.</param>
    public static byte[] ForClient(Appointment appointment, string zone, string organizer, string attendee, string? link, string summary, DateTimeOffset now)
    {
        var cancelled = appointment.Status == AppointmentStatus.Cancelled;
        var booking = Event(appointment, zone, link, summary, now);
        booking.Organizer = new Organizer("mailto:" + organizer);
        booking.Attendees.Add(new Attendee("mailto:" + attendee) { Rsvp = false, ParticipationStatus = "NEEDS-ACTION", Role = "REQ-PARTICIPANT" });
        return Write(booking, zone, cancelled ? CalendarMethods.Cancel : CalendarMethods.Request, now);
    }

    /// <summary>For the reader's own calendar: PUBLISH.</summary>
    /// <param name="address">Where the reader goes in: the worker's page of the session, or the client's link; null leaves it out.</param>
    public static byte[] ForOwnCalendar(Appointment appointment, string zone, string? address, string summary, DateTimeOffset now) =>
        Write(Event(appointment, zone, address, summary, now), zone, CalendarMethods.Publish, now);

    private static CalendarEvent Event(Appointment appointment, string zone, string? link, string summary, DateTimeOffset now) => new()
    {
        Uid = appointment.Id.ToString(),
        Sequence = appointment.Sequence,
        DtStamp = new CalDateTime(now.UtcDateTime, CalDateTime.UtcTzId),
        Start = new CalDateTime(Zone.At(appointment.Starts, zone).DateTime, zone),
        End = new CalDateTime(Zone.At(appointment.Ends, zone).DateTime, zone),
        Summary = summary,
        Class = "PRIVATE",
        Status = appointment.Status == AppointmentStatus.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
        Url = link is null ? null : new Uri(link),
    };

    private static byte[] Write(CalendarEvent booking, string zone, string method, DateTimeOffset now)
    {
        var calendar = new Ical.Net.Calendar { Method = method, ProductId = "-//Linchpin//Schedule//EN" };
        calendar.AddTimeZone(VTimeZone.FromDateTimeZone(zone, now.UtcDateTime.AddYears(-1), includeHistoricalData: false));
        calendar.Events.Add(booking);
        return Encoding.UTF8.GetBytes(new CalendarSerializer().SerializeToString(calendar) ?? throw new InvalidOperationException("The calendar file came out empty."));
    }

    private static class CalendarMethods
    {
        public const string Publish = "PUBLISH";
        public const string Request = "REQUEST";
        public const string Cancel = "CANCEL";
    }
}

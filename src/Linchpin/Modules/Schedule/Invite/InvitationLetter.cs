using System.Globalization;
using System.Net;
using System.Text;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Mail;
using Linchpin.Shell;
using Linchpin.Shell.Components.Clock;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Schedule.Invite;

/// <summary>Why the client gets a letter.</summary>
internal enum Occasion
{
    Booked,
    Moved,
    Cancelled,

    /// <summary>The worker asked for the letter once more.</summary>
    Asked,
}

/// <param name="Email">Where it goes.</param>
/// <param name="Language">"en" or "es".</param>
/// <param name="Zone">The client's IANA zone.</param>
internal sealed record Invited(string Email, string Language, string Zone);

/// <summary>Who writes, so that the client knows the letter for ours.</summary>
/// <param name="Programme">Its name; null when none is set.</param>
/// <param name="Worker">The worker's name without a title, which would say what the appointment is for.</param>
/// <param name="Phone">The programme's line as it should be read; null when none is set.</param>
internal sealed record Inviting(string? Programme, string? Worker, string? Phone);

/// <summary>Writes the letters. Mail is read on lock screens and in shared inboxes: nothing of the client's, nothing of what the appointment is for, and in
/// the subject not even with whom.</summary>
internal sealed class InvitationLetter(IStringLocalizer<ScheduleWords> words, IStringLocalizer<ShellWords> shell, MailSettings mail)
{
    /// <param name="link">Address of the join link; null once the session was cancelled.</param>
    public Letter Write(Appointment appointment, Occasion occasion, Invited to, Inviting from, string? link, DateTimeOffset now)
    {
        var (culture, spoken) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(to.Language);
            return WriteInLanguage(appointment, occasion, to, from, link, now);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, spoken);
        }
    }

    private Letter WriteInLanguage(Appointment appointment, Occasion occasion, Invited to, Inviting from, string? link, DateTimeOffset now)
    {
        var cancelled = appointment.Status == AppointmentStatus.Cancelled;
        var (subject, opening) = (cancelled, occasion) switch
        {
            (true, _) => (words["Your appointment was cancelled"], words["This appointment was cancelled:"]),
            (_, Occasion.Moved) => (words["Your appointment has a new time"], words["Your appointment has a new time:"]),
            _ => (words["Your appointment"], words["You have an appointment:"]),
        };
        var starts = ZoneClock.Read(appointment.Starts, to.Zone);
        var time = $"{ZoneClock.Date(starts.Date.ToDateOnly())}, {ZoneClock.Time(starts.TimeOfDay)} {shell[ZoneClock.NameKey(starts.Zone)]}";

        var letter = new Pages();
        letter.Line(words["Hello,"]);
        letter.Line(opening);
        letter.Strong(time);
        if (from.Worker is not null) letter.Line(words["With {0}", from.Worker]);
        if (!cancelled) letter.Line(words["It takes {0} minutes.", appointment.Slot.Minutes]);
        if (!cancelled && link is not null)
        {
            letter.Line(words["To join, open this link at that time. You don't need an account:"]);
            letter.Link(link);
            letter.Line(words["The link is only for you. Please don't pass it on."]);
        }

        if (from.Phone is { } phone) letter.Line(cancelled ? words["Do you want a new time? Call us at {0}.", phone] : words["Can't make it? Call us at {0}.", phone]);
        if (from.Programme is not null) letter.Line(from.Programme);
        var file = AppointmentFile.ForClient(appointment, to.Zone, mail.Address, to.Email, cancelled ? null : link, words["Appointment"], now);
        var type = $"text/calendar; charset=utf-8; method={(cancelled ? "CANCEL" : "REQUEST")}";
        return new Letter(to.Email, subject, letter.Text, letter.Html(to.Language), new LetterAttachment("appointment.ics", type, file), from.Programme);
    }

    /// <summary>The same lines as text and as HTML.</summary>
    private sealed class Pages
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _html = new();

        public string Text => _text.ToString().TrimEnd('\n') + "\n";

        public void Line(string line) => Add(line, WebUtility.HtmlEncode(line));

        public void Strong(string line) => Add(line, $"<strong>{WebUtility.HtmlEncode(line)}</strong>");

        public void Link(string url) => Add(url, $"<a href=\"{WebUtility.HtmlEncode(url)}\">{WebUtility.HtmlEncode(url)}</a>");

        public string Html(string language) => $"<!DOCTYPE html><html lang=\"{language}\"><body>{_html}</body></html>";

        private void Add(string text, string html)
        {
            _text.Append(text).Append("\n\n");
            _html.Append("<p>").Append(html).Append("</p>");
        }
    }
}

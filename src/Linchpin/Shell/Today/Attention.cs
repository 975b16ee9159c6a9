using Linchpin.Kernel;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;

namespace Linchpin.Shell.Today;

public enum Urgency
{
    Now,
    Soon,
    Later,
}

/// <summary>In the order in which equals are read.</summary>
public enum AttentionKind
{
    EmergencyException,
    MissingCheckIn,
    SessionLeftOpen,
    UnsignedNote,
    ReturnedNote,
    Cosignature,
    Licence,
    Training,
    Correction,
    Invitation,
}

/// <param name="Person">Display name of the client or colleague it is about; null when they are out of reach.</param>
/// <param name="At">The instant that matters: the start of the session, the moment of the decision.</param>
/// <param name="Days">Age of a note, or days until a licence expires (negative: since).</param>
/// <param name="Code">State of a place or of a licence.</param>
/// <param name="Title">Title of a licence; null when it is the reader's own and needs no name beside it.</param>
/// <param name="Flag">A draft exists; the client has no address; the licence is the reader's own.</param>
/// <param name="Href">Where it is dealt with; null when the reader has no page for it.</param>
public sealed record AttentionItem(
    AttentionKind Kind, Urgency Urgency, string? Person, DateTimeOffset? At = null, int Days = 0, string? Code = null, string? Title = null, bool Flag = false,
    string? Href = null);

/// <summary>An exception that the reader was told of, or that somebody on their line made.</summary>
internal readonly record struct ExceptionSeen(SessionId Session, string? Worker, string State, DateTimeOffset At);

/// <summary>What the list is made of, as other modules told it.</summary>
/// <param name="Me">The reader, when they work here.</param>
/// <param name="Cosignatures">Notes of the reader's line that wait for a co-signature.</param>
/// <param name="Returned">Notes of the reader's own that came back without one.</param>
/// <param name="Administers">The reader may open the staff register.</param>
/// <param name="Supervises">The reader has the page of the people they supervise.</param>
internal sealed record AttentionFacts(
    StaffId? Me, bool Administers, bool Supervises, IReadOnlyList<ExceptionSeen> Exceptions, IReadOnlyList<SessionOutlook> Day, IReadOnlyList<BookedSession> LeftOpen, IReadOnlyList<UnsignedNote> Notes,
    IReadOnlyList<AwaitedCosignature> Cosignatures, IReadOnlyList<AwaitedCosignature> Returned, IReadOnlyList<ExpiringLicence> Licences, IReadOnlyList<ExpiringCredential> Trainings, IReadOnlyList<UnsentInvitation> Invitations, IReadOnlyDictionary<ClientId, ClientCard> Clients)
{
    /// <summary>Requests of clients to correct their record.</summary>
    public IReadOnlyList<WaitingCorrection> Corrections { get; init; } = [];
}

/// <summary>One list of what waits, the most urgent first.</summary>
internal static class Attention
{
    /// <summary>Days after which an unsigned note is overdue. A custom of the house until the programme sets its own.</summary>
    public const int NoteOverdueDays = 7;

    /// <summary>Days after which an unsigned note should be written next.</summary>
    public const int NoteDueDays = 3;

    /// <summary>Days before its expiry at which a licence is first shown; it grows louder at 60, at 30 and when it expires.</summary>
    public const int LicenceFirstShownDays = 90;

    private const int LicenceSoonDays = 30;
    private const int CosignatureSoonDays = 2;

    /// <summary>Days before the last one at which the answer to a correction should be written next. A custom of the house; the law knows the last day alone.</summary>
    private const int CorrectionSoonDays = 14;
    private const int CorrectionUrgentDays = 3;
    private static readonly TimeSpan NewException = TimeSpan.FromDays(1);
    private static readonly TimeSpan InvitationDue = TimeSpan.FromDays(1);

    public static IReadOnlyList<AttentionItem> List(AttentionFacts facts, DateTimeOffset now)
    {
        string? Name(ClientId client) => facts.Clients.GetValueOrDefault(client)?.DisplayName;
        List<AttentionItem> items = [];
        foreach (var exception in facts.Exceptions)
        {
            items.Add(new AttentionItem(
                AttentionKind.EmergencyException, now - exception.At < NewException ? Urgency.Now : Urgency.Soon, exception.Worker, exception.At,
                Code: exception.State, Href: $"{Session(exception.Session)}/exceptions"));
        }

        foreach (var outlook in facts.Day.Where(o => !o.CheckedIn && o.Moment is SessionMoment.Now or SessionMoment.Soon))
            items.Add(new AttentionItem(AttentionKind.MissingCheckIn, Urgency.Now, outlook.Client?.DisplayName, outlook.Session.Starts, Href: Session(outlook.Session.Id)));
        foreach (var session in facts.LeftOpen)
            items.Add(new AttentionItem(AttentionKind.SessionLeftOpen, Urgency.Soon, Name(session.Client), session.Starts, Href: Session(session.Id)));
        foreach (var note in facts.Notes)
        {
            items.Add(new AttentionItem(
                AttentionKind.UnsignedNote, note.Days >= NoteOverdueDays ? Urgency.Now : note.Days >= NoteDueDays ? Urgency.Soon : Urgency.Later,
                Name(note.Client), note.SessionEnded, note.Days, Flag: note.HasDraft, Href: $"{Session(note.Session)}/note"));
        }

        foreach (var asked in facts.Cosignatures)
        {
            items.Add(new AttentionItem(
                AttentionKind.Cosignature, asked.Days < 0 ? Urgency.Now : asked.Days <= CosignatureSoonDays ? Urgency.Soon : Urgency.Later, Name(asked.Client), Days: asked.Days,
                Href: Name(asked.Client) is null ? "/notes/co-signatures" : $"{Session(asked.Session)}/note#cosign"));
        }

        foreach (var returned in facts.Returned)
            items.Add(new AttentionItem(AttentionKind.ReturnedNote, Urgency.Soon, Name(returned.Client), Href: $"{Session(returned.Session)}/note#cosign"));
        foreach (var licence in facts.Licences)
        {
            items.Add(new AttentionItem(
                AttentionKind.Licence, OfEnd(licence.Days), licence.StaffName, Days: licence.Days, Code: licence.State.Code, Title: licence.Title, Flag: licence.Staff == facts.Me,
                Href: Register(facts, licence.Staff)));
        }

        // A training that has ended stops nobody's session today, as a licence does.
        foreach (var training in facts.Trainings)
        {
            items.Add(new AttentionItem(
                AttentionKind.Training, training.Days <= LicenceSoonDays ? Urgency.Soon : Urgency.Later, training.StaffName, Days: training.Days, Title: training.Title,
                Flag: training.Staff == facts.Me, Href: Register(facts, training.Staff)));
        }

        foreach (var waiting in facts.Corrections)
        {
            var days = waiting.DueOn.DayNumber - Zone.DayAt(now, Zone.Default).DayNumber;
            items.Add(new AttentionItem(
                AttentionKind.Correction, days <= CorrectionUrgentDays ? Urgency.Now : days <= CorrectionSoonDays ? Urgency.Soon : Urgency.Later,
                Name(waiting.Client), Days: days, Href: $"/clients/{waiting.Client}/corrections/{waiting.Request}"));
        }

        foreach (var invitation in facts.Invitations)
        {
            items.Add(new AttentionItem(
                AttentionKind.Invitation, invitation.Starts - now < InvitationDue ? Urgency.Soon : Urgency.Later, Name(invitation.Client), invitation.Starts,
                Flag: invitation.NoAddress, Href: Session(invitation.Session)));
        }

        return [.. items.OrderBy(i => i.Urgency).ThenBy(i => i.Kind).ThenBy(i => i.Kind == AttentionKind.UnsignedNote ? -i.Days : i.Days).ThenBy(i => i.At)];
    }

    private static Urgency OfEnd(int days) => days < 0 ? Urgency.Now : days <= LicenceSoonDays ? Urgency.Soon : Urgency.Later;

    private static string? Register(AttentionFacts facts, StaffId holder) => holder == facts.Me ? "/staff/me" : facts.Administers ? $"/admin/staff/{holder}" : facts.Supervises ? "/team/supervision" : null;

    private static string Session(SessionId session) => $"/sessions/{session}";
}

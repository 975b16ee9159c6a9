using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;

namespace Linchpin.Modules.Privacy.Domain;

/// <summary>What the acts of the audit are filtered by.</summary>
public enum ActGroup
{
    Records,
    Notes,
    Screens,
    Sessions,
    Appointments,
    Team,
    Emergency,
    Exports,
    SignIn,
    Rights,
    Audit,
    House,
}

/// <param name="Name">As the audit writes it ("client.read").</param>
/// <param name="Words">For whoever reads the report; a key of PrivacyWords.</param>
/// <param name="ToClient">For the person whose record it is, after a name: "read your chart". Null for what is never about a client. A key of PrivacyWords.</param>
internal sealed record AuditedAct(string Name, ActGroup Group, string Words, string? ToClient = null);

/// <summary>Every act that is written down, in plain words. One that is missing here fails a test; one that comes from an older or newer house is shown by its name.</summary>
internal static class AuditedActs
{
    public static IReadOnlyList<AuditedAct> All { get; } =
    [
        new("account.sign-in", ActGroup.SignIn, "Signed in", "signed in to your account"),
        new("account.sign-out", ActGroup.SignIn, "Signed out", "signed out of your account"),
        new("account.sign-in-ended", ActGroup.SignIn, "Ended a sign-in", "ended a sign-in of your account"),
        new("account.code", ActGroup.SignIn, "Gave a code of the second step", "gave the code of your sign-in"),
        new("account.second-step", ActGroup.SignIn, "Changed the second step of a sign-in", "changed the second step of your sign-in"),
        new("account.recovery-code", ActGroup.SignIn, "Used a recovery code", "used a recovery code of your account"),
        new("account.app-on", ActGroup.SignIn, "Set up an authenticator app", "set up the app for your sign-in"),
        new("account.app-off", ActGroup.SignIn, "Turned an authenticator app off", "turned off the app for your sign-in"),
        new("account.recovery-codes", ActGroup.SignIn, "Made recovery codes", "made recovery codes for your account"),
        new("account.passkey-add", ActGroup.SignIn, "Added a passkey", "added a passkey to your account"),
        new("account.passkey-rename", ActGroup.SignIn, "Renamed a passkey", "renamed a passkey of your account"),
        new("account.passkey-remove", ActGroup.SignIn, "Removed a passkey", "removed a passkey of your account"),
        new("account.password", ActGroup.SignIn, "Changed a password", "changed the password of your account"),
        new("account.new-password-asked", ActGroup.SignIn, "Asked for a new password", "asked for a new password for your account"),
        new("account.new-password-set", ActGroup.SignIn, "Set a new password by a mailed link", "set a new password for your account"),
        new("account.factors-reset", ActGroup.Rights, "Reset a second factor", "reset the second factor of your account"),
        new("account.invited", ActGroup.Rights, "Invited somebody to sign in", "invited you to sign in"),
        new("account.invitation-read", ActGroup.Rights, "Opened an invitation to sign in", "looked at your invitation to sign in"),
        new("account.invitation-taken-back", ActGroup.Rights, "Took an invitation to sign in back", "took back your invitation to sign in"),
        new("account.invitation-accepted", ActGroup.Rights, "Accepted an invitation to sign in", "accepted the invitation to sign in"),
        new("account.add", ActGroup.Rights, "Made an account", "made your account"),
        new("account.list", ActGroup.Rights, "Opened the list of accounts"),
        new("account.search", ActGroup.Rights, "Searched the accounts"),
        new("account.read", ActGroup.Rights, "Opened an account", "looked at your account"),
        new("account.role-given", ActGroup.Rights, "Gave a role", "changed what your account opens"),
        new("account.role-taken", ActGroup.Rights, "Took a role away", "changed what your account opens"),
        new("account.closed", ActGroup.Rights, "Closed an account", "closed your account"),
        new("account.reopened", ActGroup.Rights, "Opened a closed account again", "opened your account again"),
        new("door.closed", ActGroup.Rights, "Came to a page that is not for them"),
        new("today.read", ActGroup.Records, "Opened Today", "saw you in their plan for the day"),
        new("client.list", ActGroup.Records, "Opened the list of clients", "saw your name in a list"),
        new("client.search", ActGroup.Records, "Searched the clients", "saw your name in a list"),
        new("client.read", ActGroup.Records, "Opened a chart", "read your chart"),
        new("client.edit", ActGroup.Records, "Opened a record to change it", "opened your details to change them"),
        new("client.change", ActGroup.Records, "Changed a record", "changed your details"),
        new("client.safe-contact", ActGroup.Records, "Wrote down what is safe", "wrote down how it is safe to reach you"),
        new("client.emergency-contact", ActGroup.Records, "Changed an emergency contact", "changed who we call in an emergency"),
        new("client.living-situation", ActGroup.Records, "Recorded a living situation", "wrote down where you live"),
        new("client.register", ActGroup.Records, "Registered a client", "put you into our records"),
        new("care-team.read", ActGroup.Team, "Opened a care team", "looked at who is on your care team"),
        new("care-team.join", ActGroup.Team, "Put somebody on a care team", "put somebody on your care team"),
        new("care-team.stay", ActGroup.Team, "Changed how long somebody is on a care team", "changed who is on your care team"),
        new("care-team.leave", ActGroup.Team, "Took somebody off a care team", "changed who is on your care team"),
        new("cover.arrange", ActGroup.Team, "Arranged a cover for a leave"),
        new("cover.take-back", ActGroup.Team, "Took a cover back"),
        new("cover.end", ActGroup.Team, "Ended the covers of somebody who leaves"),
        new("supervision.begin", ActGroup.Team, "Began a supervision"),
        new("supervision.end", ActGroup.Team, "Ended a supervision"),
        new("appointment.book", ActGroup.Appointments, "Booked a session", "booked a session with you"),
        new("appointment.read", ActGroup.Appointments, "Opened a booking", "looked at your appointment"),
        new("appointment.move", ActGroup.Appointments, "Moved a session", "moved your appointment"),
        new("appointment.cancel", ActGroup.Appointments, "Cancelled a session", "cancelled your appointment"),
        new("appointment.no-show", ActGroup.Appointments, "Marked a missed session", "wrote down that a session was missed"),
        new("appointment.hold", ActGroup.Appointments, "Began a booked session", "began your session"),
        new("appointment.reassign", ActGroup.Appointments, "Gave a session to another worker", "gave your session to another worker"),
        new("appointment.download", ActGroup.Exports, "Downloaded a calendar file", "downloaded your appointment for a calendar"),
        new("schedule.read", ActGroup.Appointments, "Opened a schedule", "looked at your next appointments"),
        new("invitation.send", ActGroup.Appointments, "Sent an invitation", "sent you an invitation"),
        new("join-link.make", ActGroup.Appointments, "Made a way in", "made your link to a session"),
        new("join-link.revoke", ActGroup.Appointments, "Took a way in back", "took back your link to a session"),
        new("join-link.open", ActGroup.Appointments, "Opened a way in", "opened your link to a session"),
        new("join.open", ActGroup.Sessions, "Came by a link", "opened the way in to your session"),
        new("check-in.open", ActGroup.Sessions, "Opened a check-in", "opened your check-in"),
        new("check-in.read", ActGroup.Sessions, "Read a check-in", "read your check-in"),
        new("check-in.submit", ActGroup.Sessions, "Answered a check-in", "answered the check-in"),
        new("check-in.confirm", ActGroup.Sessions, "Confirmed a check-in", "went through your check-in"),
        new("gate.decide", ActGroup.Sessions, "The license gate decided", "checked the license for your session"),
        new("gate.emergency", ActGroup.Emergency, "Went on in an emergency", "went on with your session in an emergency"),
        new("gate.emergency-tell", ActGroup.Emergency, "Told of an emergency exception", "told those responsible about an emergency"),
        new("exception.read", ActGroup.Emergency, "Read an emergency exception", "read about an emergency in your session"),
        new("break-glass.look", ActGroup.Emergency, "Looked for a record in an emergency", "looked for your record in an emergency"),
        new("break-glass.opened", ActGroup.Emergency, "Opened a record in an emergency", "opened your record in an emergency"),
        new("break-glass.ended", ActGroup.Emergency, "Ended an emergency access", "closed your record after an emergency"),
        new("break-glass.read", ActGroup.Emergency, "Read about an emergency access", "read about the emergency access to your record"),
        new("break-glass.write", ActGroup.Emergency, "Wrote in an emergency access", "wrote in your record in an emergency"),
        new("break-glass.tell", ActGroup.Emergency, "Told of an emergency access", "told those responsible that your record was opened"),
        new("break-glass.review", ActGroup.Emergency, "Reviewed an emergency access", "reviewed the emergency access to your record"),
        new("break-glass.review-list", ActGroup.Emergency, "Opened the list of emergency accesses"),
        new("break-glass.review-read", ActGroup.Emergency, "Opened an emergency access to review it", "looked at the emergency access to your record"),
        new("session.read", ActGroup.Sessions, "Opened a session", "looked at your session"),
        new("session.enter", ActGroup.Sessions, "Entered a session", "joined your session"),
        new("session.admit", ActGroup.Sessions, "Let the client in", "let you in to your session"),
        new("session.send-back", ActGroup.Sessions, "Sent the client back to the waiting room", "asked you to wait for your session"),
        new("session.agenda", ActGroup.Sessions, "Wrote an agenda", "wrote the plan of your session"),
        new("session.end", ActGroup.Sessions, "Ended a session", "ended your session"),
        new("session.reassign", ActGroup.Sessions, "Handed a session over", "handed your session to another worker"),
        new("session.handed-over", ActGroup.Sessions, "Read a hand-over", "read how your session was handed over"),
        new("room.open", ActGroup.Sessions, "Opened the room", "opened the room of your session"),
        new("room.enter", ActGroup.Sessions, "Entered the room", "joined your session"),
        new("room.chat-read", ActGroup.Sessions, "Read the room's chat", "read the chat of your session"),
        new("jotting.read", ActGroup.Notes, "Read jottings", "read the jottings of your session"),
        new("note.read", ActGroup.Notes, "Read a note", "read a note about you"),
        new("note.open", ActGroup.Notes, "Opened a new note", "wrote a note about you"),
        new("note.refresh", ActGroup.Notes, "Brought a note's facts up to date", "wrote a note about you"),
        new("note.save", ActGroup.Notes, "Wrote a note", "wrote a note about you"),
        new("note.write", ActGroup.Notes, "Wrote a note", "wrote a note about you"),
        new("note.sign", ActGroup.Notes, "Signed a note", "signed a note about you"),
        new("note.add", ActGroup.Notes, "Added to a signed note", "added to a signed note about you"),
        new("note.print", ActGroup.Exports, "Opened a note to print it", "opened a note about you to print it"),
        new("note.pdf", ActGroup.Exports, "Took a note as PDF", "took a note about you as a file"),
        new("screening.open", ActGroup.Screens, "Opened the screens of a session", "looked at your questionnaires"),
        new("screening.read", ActGroup.Screens, "Read the screens of a session", "looked at your questionnaires"),
        new("screen.give", ActGroup.Screens, "Gave a questionnaire", "gave you a questionnaire"),
        new("screen.mode", ActGroup.Screens, "Changed how a questionnaire is answered", "changed how you answer a questionnaire"),
        new("screen.read", ActGroup.Screens, "Read a questionnaire", "read your answers to a questionnaire"),
        new("screen.answer", ActGroup.Screens, "Answered a questionnaire", "wrote down answers to a questionnaire"),
        new("screen.complete", ActGroup.Screens, "Finished a questionnaire", "finished a questionnaire with you"),
        new("screen.mistake", ActGroup.Screens, "Marked a questionnaire as a mistake", "marked one of your questionnaires as a mistake"),
        new("need.read", ActGroup.Screens, "Read a need", "read about something you need"),
        new("need.suspect", ActGroup.Screens, "A screen pointed to a need", "noted from your answers what you may need"),
        new("need.decide", ActGroup.Screens, "Decided about a need", "talked through something you need"),
        new("need.confirm", ActGroup.Screens, "Confirmed a need", "wrote down something you need"),
        new("need.refute", ActGroup.Screens, "Ruled a need out", "wrote down that you do not need something"),
        new("need.resolve", ActGroup.Screens, "Marked a need as met", "wrote down that a need is met"),
        new("staff.list", ActGroup.House, "Opened the staff register"),
        new("staff.read", ActGroup.House, "Opened a staff member"),
        new("staff.add", ActGroup.House, "Added a staff member"),
        new("staff.change", ActGroup.House, "Changed a staff member"),
        new("licence.add", ActGroup.House, "Added a license"),
        new("licence.change", ActGroup.House, "Changed a license"),
        new("licence.warn", ActGroup.House, "Warned that a license ends"),
        new("credential.add", ActGroup.House, "Added a degree, exam or training"),
        new("credential.change", ActGroup.House, "Changed a degree, exam or training"),
        new("credential.take-back", ActGroup.House, "Took a degree, exam or training back"),
        new("duty.retry", ActGroup.House, "Tried due work again"),
        new("licence.close", ActGroup.House, "Closed a license"),
        new("licence-rule.start", ActGroup.House, "Put the first license rules in"),
        new("licence-rule.add", ActGroup.House, "Added a license rule"),
        new("licence-rule.change", ActGroup.House, "Changed a license rule"),
        new("licence-rule.close", ActGroup.House, "Closed a license rule"),
        new("demo.load", ActGroup.House, "Loaded the demo programme"),
        new("demo.freshen", ActGroup.House, "Booked demo sessions"),
        new("clock.step", ActGroup.House, "The clock jumped"),
        new("audit.read", ActGroup.Audit, "Looked at the audit", "looked up who opened your record"),
        new("audit.export", ActGroup.Exports, "Exported the audit", "exported who opened your record"),
        new("accounting.read", ActGroup.Audit, "Looked up who opened a record", "looked up who opened your record"),
    ];

    private static readonly Dictionary<string, AuditedAct> ByName = All.ToDictionary(a => a.Name, StringComparer.Ordinal);

    public static AuditedAct? Find(string action) => ByName.GetValueOrDefault(action);

    /// <summary>Who did it. Whoever signs in is nobody yet at the moment when that is written down: it was the account that the entry is about.</summary>
    public static AccountId? DoerOf(AuditLine entry) =>
        entry is { Account: null, Outcome: AuditOutcome.Allowed, Action: "account.sign-in" or "account.second-step" or "account.code" or "account.recovery-code", ResourceId: { } account }
            ? new AccountId(account)
            : entry.Account;

    public static IReadOnlyList<string> Of(ActGroup group) => [.. All.Where(a => a.Group == group).Select(a => a.Name)];

    /// <summary>What a group is called; a key of PrivacyWords.</summary>
    public static string NameOf(ActGroup group) => group switch
    {
        ActGroup.Records => "Records of clients",
        ActGroup.Notes => "Notes",
        ActGroup.Screens => "Questionnaires and needs",
        ActGroup.Sessions => "Sessions",
        ActGroup.Appointments => "Appointments and ways in",
        ActGroup.Team => "Care teams and supervision",
        ActGroup.Emergency => "Emergencies",
        ActGroup.Exports => "Exports and prints",
        ActGroup.SignIn => "Sign-in",
        ActGroup.Rights => "Accounts and closed doors",
        ActGroup.Audit => "Looking at the audit",
        _ => "The house: staff, licenses, clock",
    };
}

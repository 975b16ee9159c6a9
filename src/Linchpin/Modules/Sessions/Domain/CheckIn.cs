using Linchpin.Kernel;

namespace Linchpin.Modules.Sessions.Domain;

public enum CheckInSource
{
    Client,
    Worker,
}

public enum Company
{
    Alone,
    WithSomebody,
    NotSaid,
}

public enum YesNoUnsure
{
    Yes,
    No,
    Unsure,
}

/// <summary>Where the client is at this moment, as they or their worker said it for this session. Rows are only added: a correction, and a move in
/// the middle of the session, is a new row.</summary>
public sealed class CheckIn
{
    public const int LongestText = 300;

    private CheckIn()
    {
    }

    public Guid Id { get; private set; }

    public SessionId Session { get; private set; }

    public ClientId Client { get; private set; }

    public CheckInSource Source { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The place; null when they preferred not to say.</summary>
    public Address? Place { get; private set; }

    /// <summary>The state alone, when the address was declined but the state was told.</summary>
    public UsState? State { get; private set; }

    public bool? AtHome { get; private set; }

    /// <summary>The worker's plan for an emergency when the client preferred not to say where they are.</summary>
    public string? DeclinedPlan { get; private set; }

    public PhoneNumber? Callback { get; private set; }

    public Company Company { get; private set; }

    /// <summary>Who is with them, in the client's words.</summary>
    public string? CompanyWho { get; private set; }

    public YesNoUnsure CanTalkPrivately { get; private set; }

    /// <summary>Name and number of the emergency contact as they stood when asked.</summary>
    public string? EmergencyContact { get; private set; }

    public YesNoUnsure ContactStillRight { get; private set; }

    public YesNoUnsure ContactReachableToday { get; private set; }

    public StaffId? ConfirmedBy { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public static CheckIn Of(Guid id, SessionId session, ClientId client, CheckInSource source, CheckInAnswers answers, DateTimeOffset now) => new()
    {
        Id = id,
        Session = session,
        Client = client,
        Source = source,
        At = now,
        Place = answers.Place,
        State = answers.Place?.State ?? answers.State,
        AtHome = answers.AtHome,
        DeclinedPlan = answers.DeclinedPlan,
        Callback = answers.Callback,
        Company = answers.Company,
        CompanyWho = answers.CompanyWho,
        CanTalkPrivately = answers.CanTalkPrivately,
        EmergencyContact = answers.EmergencyContact,
        ContactStillRight = answers.ContactStillRight,
        ContactReachableToday = answers.ContactReachableToday,
    };

    /// <summary>The worker has asked and the client has said so. A confirmation holds for this session only.</summary>
    public Result Confirm(StaffId by, DateTimeOffset now)
    {
        if (ConfirmedAt is not null) return Result.Ok;
        List<Error> errors = [];
        if (Place is null && DeclinedPlan is null)
            errors.Add(Error.Invalid("DeclinedPlan", "The client prefers not to say where they are. Write down your plan for an emergency before you confirm."));
        if (State is null) errors.Add(Error.Invalid("State", "Ask at least for the state: it decides whether you may work with them there."));
        if (Callback is null) errors.Add(Error.Invalid("Callback", "Ask for a number to call back if the connection drops."));
        if (errors.Count > 0) return Result.Fail(errors);
        ConfirmedBy = by;
        ConfirmedAt = now;
        return Result.Ok;
    }

    /// <summary>The worker's plan, written beside a check-in in which the client preferred not to say.</summary>
    public void PlanForEmergency(string plan) => DeclinedPlan = plan;
}

/// <summary>Answers that were checked.</summary>
public sealed record CheckInAnswers(
    Address? Place, UsState? State, bool? AtHome, string? DeclinedPlan, PhoneNumber? Callback, Company Company, string? CompanyWho,
    YesNoUnsure CanTalkPrivately, string? EmergencyContact, YesNoUnsure ContactStillRight, YesNoUnsure ContactReachableToday);

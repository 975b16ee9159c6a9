using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Domain;

namespace Linchpin.Modules.Sessions.CheckIns;

/// <summary>The check-in as it is posted. Nothing is chosen beforehand: a default would be yesterday's truth.</summary>
[ValidatableType]
public sealed class CheckInForm
{
    public const string Home = "home";
    public const string Elsewhere = "elsewhere";
    public const string RatherNotSay = "rather-not-say";
    public const string KnownNumber = "known";
    public const string OtherNumber = "other";

    /// <summary>Made when the form is shown: posting it twice is one check-in.</summary>
    public Guid Id { get; set; }

    /// <summary><see cref="Home"/>, the id of an earlier check-in, <see cref="Elsewhere"/> or <see cref="RatherNotSay"/>.</summary>
    public string? Place { get; set; }

    public string? Line { get; set; }

    public string? Unit { get; set; }

    public string? City { get; set; }

    public string? State { get; set; }

    public string? PostalCode { get; set; }

    /// <summary>The state alone, for somebody who would rather not say more.</summary>
    public string? StateOnly { get; set; }

    public string? DeclinedPlan { get; set; }

    /// <summary><see cref="KnownNumber"/> or <see cref="OtherNumber"/>.</summary>
    public string? CallbackChoice { get; set; }

    public string? Callback { get; set; }

    public string? Company { get; set; }

    public string? CompanyWho { get; set; }

    public string? Private { get; set; }

    public string? ContactStillRight { get; set; }

    public string? ContactName { get; set; }

    public string? ContactPhone { get; set; }

    /// <summary>Said aloud: nobody knows that number today.</summary>
    public bool ContactNumberNotKnown { get; set; }

    public string? ContactReachable { get; set; }

    /// <summary>The form as a correction starts: filled with what was said today, so that changing one answer loses no other.</summary>
    /// <param name="id">Id of the row that the correction becomes.</param>
    /// <param name="said">The check-in that stands in this session; null gives an empty form.</param>
    /// <param name="choices">What the form offers.</param>
    /// <param name="withPlace">False where the place has to be asked anew, because people move.</param>
    internal static CheckInForm After(Guid id, CheckIn? said, CheckInChoices choices, bool withPlace)
    {
        if (said is null) return new CheckInForm { Id = id };
        var (name, phone) = EmergencyContactLine.Read(said.EmergencyContact);
        var isOther = said.ContactStillRight == YesNoUnsure.No;
        var form = new CheckInForm
        {
            Id = id,
            CallbackChoice = said.Callback is null || choices.KnownNumber is null ? null : said.Callback == choices.KnownNumber ? KnownNumber : OtherNumber,
            Callback = said.Callback == choices.KnownNumber ? null : said.Callback?.ToString(),
            Company = said.Company.ToString(),
            CompanyWho = said.CompanyWho,
            Private = said.CanTalkPrivately.ToString(),
            ContactStillRight = choices.Contact is null ? null : said.ContactStillRight.ToString(),
            ContactName = isOther ? name : null,
            ContactPhone = isOther ? phone?.ToString() : null,
            ContactNumberNotKnown = isOther && name is not null && phone is null,
            ContactReachable = said.ContactReachableToday.ToString(),
        };
        if (withPlace) form.FillPlace(said, choices);
        return form;
    }

    private void FillPlace(CheckIn said, CheckInChoices choices)
    {
        if (said.Place is not { } place)
        {
            (Place, StateOnly, DeclinedPlan) = (RatherNotSay, said.State?.Code, said.DeclinedPlan);
            return;
        }

        // The address stands in its fields even where home is chosen: often only the apartment was wrong.
        Place = place == choices.Home ? Home : Elsewhere;
        (Line, Unit, City, State, PostalCode) = (place.Line, place.Unit, place.City, place.State.Code, place.PostalCode);
    }
}

/// <summary>The one line in which a check-in keeps who can be reached in an emergency.</summary>
internal static class EmergencyContactLine
{
    public static string Of(string name, PhoneNumber? phone) => phone is null ? name : $"{name}, {phone}";

    /// <summary>Name and number again; a line without a number is a name whose number nobody knew.</summary>
    public static (string? Name, PhoneNumber? Phone) Read(string? line) =>
        line?.LastIndexOf(", ", StringComparison.Ordinal) is > 0 and { } at && PhoneNumber.TryParse(line[(at + 2)..], out var phone) ? (line[..at], phone) : (line, null);
}

/// <summary>What the form may offer as a choice to confirm.</summary>
/// <param name="Home">Home address on record.</param>
/// <param name="Earlier">Places confirmed in earlier sessions, newest first, by check-in id.</param>
/// <param name="KnownNumber">Number on record.</param>
/// <param name="Contact">Emergency contact on record, in one line.</param>
public sealed record CheckInChoices(Address? Home, IReadOnlyList<(Guid Id, Address Place)> Earlier, PhoneNumber? KnownNumber, string? Contact);

/// <summary>Reads the posted form.</summary>
internal static class CheckInReading
{
    private const string NotSaid = "Tell us where you are right now, or choose that you would rather not say.";

    /// <param name="form">As posted.</param>
    /// <param name="choices">What was offered.</param>
    /// <param name="source">A worker must say all that matters; a client may leave what they can't answer, and the worker asks.</param>
    public static Result<CheckInAnswers> Read(CheckInForm form, CheckInChoices choices, CheckInSource source)
    {
        List<Error> errors = [];
        var (place, state, atHome) = ReadPlace(form, choices, errors);
        var callback = ReadCallback(form, choices, errors);
        var company = Choice<Company>(form.Company, "Company", "Say whether somebody is with you.", errors);
        var canTalk = Choice<YesNoUnsure>(form.Private, "Private", "Say whether you can talk in private.", errors);
        var stillRight = choices.Contact is null ? YesNoUnsure.No : Choice<YesNoUnsure>(form.ContactStillRight, "ContactStillRight", "Say whether this is still the right person.", errors);
        var contact = ReadContact(form, choices, stillRight, errors);
        var reachable = Choice<YesNoUnsure>(form.ContactReachable, "ContactReachable", "Say whether they can be reached today.", errors);

        var plan = Text.CleanLines(form.DeclinedPlan);
        if (source == CheckInSource.Worker && form.Place == CheckInForm.RatherNotSay && plan is null)
            errors.Add(Error.Invalid("DeclinedPlan", "The client prefers not to say where they are. Write down your plan for an emergency."));
        if (plan?.Length > 1000) errors.Add(Error.Invalid("DeclinedPlan", "Keep the plan under {0} characters.", 1000));
        var who = Text.Clean(form.CompanyWho);
        if (who?.Length > Domain.CheckIn.LongestText) errors.Add(Error.Invalid("CompanyWho", "Keep this under {0} characters.", Domain.CheckIn.LongestText));
        return errors.Count > 0
            ? Result<CheckInAnswers>.Fail(errors)
            : new CheckInAnswers(place, state, atHome, plan, callback, company, company == Domain.Company.WithSomebody ? who : null, canTalk, contact, stillRight, reachable);
    }

    private static (Address? Place, UsState? State, bool? AtHome) ReadPlace(CheckInForm form, CheckInChoices choices, List<Error> errors)
    {
        switch (form.Place)
        {
            case CheckInForm.Home when choices.Home is { } home:
                return (home, home.State, true);
            case CheckInForm.RatherNotSay:
                if (UsState.TryParse(form.StateOnly, out var only)) return (null, only, null);
                if (!string.IsNullOrWhiteSpace(form.StateOnly)) errors.Add(Error.Invalid("StateOnly", "Choose the state."));
                return (null, null, null);
            case CheckInForm.Elsewhere when new[] { form.Line, form.Unit, form.City, form.State, form.PostalCode }.All(string.IsNullOrWhiteSpace):
                errors.Add(Error.Invalid("Line", NotSaid));
                return (null, null, null);
            case CheckInForm.Elsewhere:
                var typed = Address.Create(form.Line, form.Unit, form.City, form.State, form.PostalCode);
                errors.AddRange(typed.Errors);
                return typed.IsOk ? (typed.Value, typed.Value.State, false) : (null, null, null);
            default:
                if (Guid.TryParse(form.Place, out var id) && choices.Earlier.FirstOrDefault(e => e.Id == id) is { Place: { } earlier })
                    return (earlier, earlier.State, earlier == choices.Home);
                errors.Add(Error.Invalid("Place", NotSaid));
                return (null, null, null);
        }
    }

    private static PhoneNumber? ReadCallback(CheckInForm form, CheckInChoices choices, List<Error> errors)
    {
        if (form.CallbackChoice == CheckInForm.KnownNumber && choices.KnownNumber is { } known) return known;
        // Where a number is offered, another one counts only when it was asked for: its field is out of sight until then.
        var isTyped = choices.KnownNumber is null || form.CallbackChoice == CheckInForm.OtherNumber;
        if (isTyped && PhoneNumber.TryParse(form.Callback, out var number)) return number;
        errors.Add(Error.Invalid(isTyped ? "Callback" : "CallbackChoice", !isTyped || string.IsNullOrWhiteSpace(form.Callback)
            ? "Give a number where we can call you back if the connection drops."
            : "That does not look like a telephone number. Write it with the area code, like 410-555-0123."));
        return null;
    }

    private static string? ReadContact(CheckInForm form, CheckInChoices choices, YesNoUnsure stillRight, List<Error> errors)
    {
        if (stillRight != YesNoUnsure.No) return choices.Contact;
        var name = Text.Clean(form.ContactName);
        var hasPhone = !string.IsNullOrWhiteSpace(form.ContactPhone);
        var phone = default(PhoneNumber);
        if (name?.Length > 120) errors.Add(Error.Invalid("ContactName", "Keep the name under {0} characters.", 120));
        if (hasPhone && !PhoneNumber.TryParse(form.ContactPhone, out phone))
            errors.Add(Error.Invalid("ContactPhone", "That does not look like a telephone number. Write it with the area code, like 410-555-0123."));
        if (hasPhone && name is null) errors.Add(Error.Invalid("ContactName", "Write who answers at this number."));
        if (!hasPhone && name is null && string.Equals(form.ContactReachable, nameof(YesNoUnsure.Yes), StringComparison.OrdinalIgnoreCase))
            errors.Add(Error.Invalid("ContactName", "Write the name of the person who can be reached, or choose another answer below."));
        if (!hasPhone && name is not null && !form.ContactNumberNotKnown)
            errors.Add(Error.Invalid("ContactPhone", "Write their telephone number, or say that you don't know it."));
        return name is null ? null : EmergencyContactLine.Of(name, hasPhone ? phone : null);
    }

    private static TChoice Choice<TChoice>(string? text, string field, string message, List<Error> errors) where TChoice : struct, Enum
    {
        if (Enum.TryParse<TChoice>(text, ignoreCase: true, out var choice) && Enum.IsDefined(choice)) return choice;
        errors.Add(Error.Invalid(field, message));
        return default;
    }
}

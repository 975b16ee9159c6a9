using System.Net.Mail;
using Linchpin.Kernel;

namespace Linchpin.Modules.People.Domain;

/// <summary>FHIR R4 ContactPoint.system, those of its codes that we use.</summary>
internal enum ContactKind
{
    Phone,
    Email,
}

/// <summary>FHIR R4 ContactPoint.use, those of its codes that we use.</summary>
internal enum ContactUse
{
    Mobile,
    Home,
    Work,
}

/// <summary>A way to reach a client.</summary>
/// <param name="Value">E.164 for a telephone.</param>
/// <param name="Preferred">Try this one first; at most one of a client's.</param>
internal sealed record ContactPoint(ContactKind Kind, string Value, ContactUse Use, bool Preferred)
{
    public const int LongestEmail = 254;

    /// <summary>As people read it.</summary>
    public string Shown => Kind is ContactKind.Phone ? PhoneNumber.FromE164(Value).ToString() : Value;

    /// <param name="field">The form field that an error belongs beside.</param>
    public static Result<ContactPoint> Phone(string field, string text, ContactUse use, bool preferred) =>
        PhoneNumber.TryParse(text, out var number)
            ? new ContactPoint(ContactKind.Phone, number.E164, use, preferred)
            : Error.Invalid(field, "Enter a phone number with its area code, like (410) 555-0123.");

    /// <param name="field">The form field that an error belongs beside.</param>
    public static Result<ContactPoint> Email(string field, string text, bool preferred)
    {
        var clean = Text.Clean(text);
        // RFC 5321 allows more than mail servers take; an address with a display name or without a domain is a slip of the keyboard.
        return clean is { Length: <= LongestEmail } && MailAddress.TryCreate(clean, out var address) && address.Address == clean && address.Host.Contains('.', StringComparison.Ordinal)
            ? new ContactPoint(ContactKind.Email, clean, ContactUse.Home, preferred)
            : Error.Invalid(field, "Enter an e-mail address like name@example.org.");
    }
}

/// <summary>Somebody to call when a client can't be reached or is in danger.</summary>
/// <param name="Id">Made by the form: posting it twice keeps one contact.</param>
/// <param name="Version">Counts the changes of this contact.</param>
/// <param name="Relationship">In the client's words ("sister").</param>
/// <param name="MayBeTold">What the client agreed may be said; null when nothing was agreed.</param>
internal sealed record EmergencyContact(Guid Id, int Version, string Name, string Relationship, PhoneNumber Phone, string? MayBeTold)
{
    public const int LongestRelationship = 80;
    public const int LongestMayBeTold = 500;

    /// <param name="prefix">What the field names of the form begin with.</param>
    public static Result<EmergencyContact> Create(Guid id, string? name, string? relationship, string? phone, string? mayBeTold, string prefix = "")
    {
        List<Error> errors = [];
        var (cleanName, cleanRelationship, told) = (Text.Clean(name), Text.Clean(relationship), Text.CleanLines(mayBeTold));
        if (cleanName is null) errors.Add(Error.Invalid(prefix + "Name", "Enter the contact's name."));
        else if (cleanName.Length > Client.LongestName) errors.Add(Error.Invalid(prefix + "Name", "Keep this name under {0} characters.", Client.LongestName));
        if (cleanRelationship is null) errors.Add(Error.Invalid(prefix + "Relationship", "Enter who they are to the client, like sister or sponsor."));
        else if (cleanRelationship.Length > LongestRelationship) errors.Add(Error.Invalid(prefix + "Relationship", "Keep this under {0} characters.", LongestRelationship));
        if (!PhoneNumber.TryParse(phone, out var number)) errors.Add(Error.Invalid(prefix + "Phone", "Enter a phone number with its area code, like (410) 555-0123."));
        if (told?.Length > LongestMayBeTold) errors.Add(Error.Invalid(prefix + "MayBeTold", "Keep this under {0} characters.", LongestMayBeTold));
        return errors.Count > 0
            ? Result<EmergencyContact>.Fail(errors)
            : new EmergencyContact(id, 0, cleanName!, cleanRelationship!, number, told);
    }
}

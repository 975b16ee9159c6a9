using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;

namespace Linchpin.Modules.People.EmergencyContacts;

[ValidatableType]
public sealed class EmergencyContactForm
{
    /// <summary>Made when the form is shown: posting the same form twice keeps one contact.</summary>
    public Guid Id { get; set; }

    /// <summary>The version of the contact that was shown; 0 for a new one.</summary>
    public int Version { get; set; }

    public string? Shown { get; set; }

    [Required(ErrorMessage = "Enter the contact's name.")]
    public string? Name { get; set; }

    public string? Relationship { get; set; }

    public string? Phone { get; set; }

    public string? MayBeTold { get; set; }

    internal static IReadOnlyList<FormField<EmergencyContactForm>> Fields { get; } =
    [
        new("Name", "Contact's name", f => f.Name, (f, v) => f.Name = v),
        new("Relationship", "Who they are to the client", f => f.Relationship, (f, v) => f.Relationship = v),
        new("Phone", "Contact's phone", f => f.Phone, (f, v) => f.Phone = v),
        new("MayBeTold", "What they may be told", f => f.MayBeTold, (f, v) => f.MayBeTold = v),
    ];

    internal static EmergencyContactForm Of(EmergencyContact contact)
    {
        var form = new EmergencyContactForm
        {
            Id = contact.Id, Version = contact.Version, Name = contact.Name, Relationship = contact.Relationship, Phone = contact.Phone.ToString(), MayBeTold = contact.MayBeTold,
        };
        form.Shown = Clash.Remember(Fields, form);
        return form;
    }
}

/// <summary>Adds or changes somebody to call in an emergency.</summary>
internal sealed class KeepEmergencyContactHandler(ChangeClient change, ISupporterInvitations invitations)
{
    public Task<Result> HandleAsync(ClientId id, EmergencyContactForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.emergency-contact", (client, now) =>
        {
            var contact = EmergencyContact.Create(form.Id, form.Name, form.Relationship, form.Phone, form.MayBeTold);
            if (!contact.IsOk) return Result<string>.Fail(contact.Errors);
            var kept = client.KeepEmergencyContact(contact.Value, form.Version, now);
            return kept.IsOk ? "contact:" + form.Id : Result<string>.Fail(kept.Errors);
        }, cancel);

    public Task<Result> RemoveAsync(ClientId id, Guid contact, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.emergency-contact.remove", async (client, now) =>
        {
            client.RemoveEmergencyContact(contact, now);
            if (client.Ties.Any(t => t.Id == contact && !t.Stands)) await invitations.WithdrawAsync(contact, cancel);
            return "contact:" + contact;
        }, cancel);
}

using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.RegisterClient;

[ValidatableType]
public sealed class RegisterClientForm
{
    /// <summary>Made when the form is shown: posting the same form twice makes one client.</summary>
    public Guid Id { get; set; }

    [Required(ErrorMessage = "Enter the given name.")]
    public string? Given { get; set; }

    public string? Family { get; set; }

    public string? Chosen { get; set; }

    public string? Pronouns { get; set; }

    public DateOnly? BirthDate { get; set; }

    public string Language { get; set; } = "en";

    public string TimeZone { get; set; } = Zone.Default;
}

/// <summary>Takes a new client into the programme; who registers them becomes the first of their care team.</summary>
internal sealed class RegisterClientHandler(CareDb care, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public async Task<Result<ClientId>> HandleAsync(RegisterClientForm form, Actor actor, CancellationToken cancel)
    {
        if (!actor.IsAny([.. ProgrammeRoles.CareStaff, ProgrammeRoles.Admin])) return Error.NotFound;
        var id = new ClientId(form.Id);
        if (await care.Set<Client>().AnyAsync(c => c.Id == id, cancel)) return id;

        var now = clock.GetUtcNow();
        var zone = Zone.Exists(form.TimeZone) ? form.TimeZone : Zone.Default;
        var details = ClientDetails.Create(
            form.Given, form.Family, form.Chosen, form.Pronouns, form.BirthDate, form.Language, form.TimeZone, Zone.DayAt(now, zone));
        if (!details.IsOk) return Result<ClientId>.Fail(details.Errors);

        care.Add(Client.Register(id, details.Value, now));
        audit.Record(new AuditEvent("client.register", "Client", id.Value, id));
        outbox.Publish(new ClientRegistered(id, actor.Staff, now));
        await care.SaveChangesAsync(cancel);
        return id;
    }
}

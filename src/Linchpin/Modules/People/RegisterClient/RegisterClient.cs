using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.RegisterClient;

[ValidatableType]
public sealed class RegisterClientForm : ClientForm
{
    /// <summary>Made when the form is shown: posting the same form twice makes one client.</summary>
    public Guid Id { get; set; }

    /// <summary>The staff member who begins the care team, when an administrator registers; care staff begin it themselves.</summary>
    public Guid? Worker { get; set; }

    /// <summary>HUD code of where they live now; null when it isn't known yet.</summary>
    public string? LivingCode { get; set; }

    public DateOnly? LivingFrom { get; set; }

    public string? ContactName { get; set; }

    public string? ContactRelationship { get; set; }

    public string? ContactPhone { get; set; }

    public string? ContactMayBeTold { get; set; }
}

/// <summary>Takes a new client into the programme; who registers them becomes the first of their care team.</summary>
internal sealed class RegisterClientHandler(
    CareDb care, IClientReach reach, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock, IEnumerable<IStaffDirectory> staff)
{
    // Beaten by the same form posted twice at once, or by somebody who drew the same record number: the next round sees it.
    public async Task<Result<ClientId>> HandleAsync(RegisterClientForm form, Actor actor, CancellationToken cancel) =>
        actor.IsAny([.. ProgrammeRoles.CareStaff, ProgrammeRoles.Admin]) ? await Redecide.UntilSavedAsync(care, token => RegisterAsync(form, actor, token), cancel) : Error.NotFound;

    private async Task<Result<ClientId>> RegisterAsync(RegisterClientForm form, Actor actor, CancellationToken cancel)
    {
        var id = new ClientId(form.Id);
        if (await ExistsAsync(id, cancel)) return id;

        var now = clock.GetUtcNow();
        var client = Decide(form, id, now);
        var worker = await WorkerAsync(form, actor, cancel);
        List<Error> errors = [.. client.Errors, .. worker.Errors];
        if (errors.Count > 0) return Result<ClientId>.Fail(errors);

        care.Add(client.Value);
        if (worker.Value is { } first) await reach.GrantAsync(id, first, cancel);
        audit.Record(new AuditEvent("client.register", "Client", id.Value, id));
        outbox.Publish(new ClientRegistered(id, worker.Value, now));
        await care.SaveChangesAsync(cancel);
        return id;
    }

    /// <summary>What a filled form makes; pure but for the record number that is drawn. An import decides by it too.</summary>
    internal static Result<Client> Decide(RegisterClientForm form, ClientId id, DateTimeOffset now)
    {
        List<Error> errors = [];
        var details = form.Check(now);
        errors.AddRange(details.Errors);
        var zone = Zone.Exists(form.TimeZone) ? form.TimeZone : Zone.Default;

        EmergencyContact? contact = null;
        if (new[] { form.ContactName, form.ContactRelationship, form.ContactPhone, form.ContactMayBeTold }.Any(part => Text.Clean(part) is not null))
        {
            var made = EmergencyContact.Create(
                Guid.CreateVersion7(now), form.ContactName, form.ContactRelationship, form.ContactPhone, form.ContactMayBeTold, prefix: "Contact");
            if (made.IsOk) contact = made.Value;
            errors.AddRange(made.Errors);
        }

        var today = Zone.DayAt(now, zone);
        var lives = Text.Clean(form.LivingCode) is not null || form.LivingFrom is not null;
        if (lives)
        {
            var living = LivingHistory.Check([], form.LivingCode, form.LivingFrom, through: null, form.BirthDate, today);
            errors.AddRange(living.Select(e => e with { Field = e.Field == "HudCode" ? "LivingCode" : "LivingFrom" }));
        }

        if (errors.Count > 0) return Result<Client>.Fail(errors);
        var client = Client.Register(id, RecordNumber.New(), details.Value, now);
        if (contact is not null) client.KeepEmergencyContact(contact, 0, now);
        if (lives) client.RecordLiving(Guid.CreateVersion7(now), form.LivingCode, form.LivingFrom, null, 0, today, now);
        return client;
    }

    private async Task<Result<StaffId?>> WorkerAsync(RegisterClientForm form, Actor actor, CancellationToken cancel)
    {
        if (actor.Staff is { } me && actor.IsAny([.. ProgrammeRoles.CareStaff])) return (StaffId?)me;
        if (staff.FirstOrDefault() is not { } directory) return (StaffId?)null;
        return form.Worker is { } chosen && (await directory.CareStaffAsync(cancel)).Any(s => s.Id.Value == chosen)
            ? (StaffId?)new StaffId(chosen)
            : Error.Invalid("Worker", "Choose who will work with this client. Without a care team nobody can open the chart.");
    }

    private Task<bool> ExistsAsync(ClientId id, CancellationToken cancel) => care.Set<Client>().AsNoTracking().AnyAsync(c => c.Id == id, cancel);
}

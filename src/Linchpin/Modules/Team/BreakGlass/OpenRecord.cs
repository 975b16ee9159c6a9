using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.BreakGlass;

[ValidatableType]
public sealed class OpenRecordForm
{
    /// <summary>Made when the form is shown: posting the same form twice opens one record once.</summary>
    public Guid Id { get; set; }

    public string? Name { get; set; }

    public DateOnly? BirthDate { get; set; }

    public string? Reason { get; set; }

    public string? Words { get; set; }

    public int? Minutes { get; set; }
}

/// <param name="Access">Null when the client was in reach anyway and nothing had to be opened.</param>
internal sealed record OpenedRecord(ClientId Client, Guid? Access);

/// <summary>Opens the record of a client out of reach, for a clinician who must act for them now. The client is found by their exact name and birth date alone, and
/// vain tries are counted: the page can't be used to browse. A client in reach, one who does not exist and one who is not told apart from a namesake cost one try each
/// and no answer says more than the other.</summary>
internal sealed class OpenRecordHandler(
    CareDb care, IClientReach reach, IClientsByName people, WhoAnswersForPrivacy privacy, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public Task<Result<OpenedRecord>> HandleAsync(OpenRecordForm form, Actor actor, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, token => DecideAsync(form, actor, token), cancel);

    private async Task<Result<OpenedRecord>> DecideAsync(OpenRecordForm form, Actor actor, CancellationToken cancel)
    {
        if (actor is not { Kind: ActorKind.Account, Account: { } account, Staff: { } me } || !actor.IsAny([.. ProgrammeRoles.CareStaff])) return Error.NotFound;
        if (await care.Set<EmergencyAccess>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == form.Id, cancel) is { } posted)
            return posted.Account == account ? new OpenedRecord(posted.Client, posted.Id) : Error.NotFound;

        var (name, errors) = (Text.Clean(form.Name), new List<Error>());
        if (name is null) errors.Add(Error.Invalid("Name", "Enter the whole name, as it stands on their papers or as they go by."));
        if (form.BirthDate is null) errors.Add(Error.Invalid("BirthDate", "Enter the birth date."));
        errors.AddRange(EmergencyAccess.Check(form.Reason, form.Words, form.Minutes));
        if (errors.Count > 0) return Result<OpenedRecord>.Fail(errors);

        var now = clock.GetUtcNow();
        var tries = await care.Set<EmergencyTries>().SingleOrDefaultAsync(t => t.Account == account, cancel);
        if (tries?.ShutUntil(now) is { } shut)
        {
            await audit.RecordNowAsync(new AuditEvent("break-glass.look", "Client", null, Outcome: AuditOutcome.Denied, Detail: "too-many"), cancel);
            return Error.Refused(
                "There were too many tries that fit nobody. This page is shut for you until {0}. If somebody is in danger, call 911 or 988, and ask an administrator to put you on the care team.",
                Zone.At(shut, actor.TimeZone).ToString("t", CultureInfo.CurrentCulture));
        }

        if (tries is null) care.Add(tries = EmergencyTries.Of(account, now));
        var found = await people.FindAsync(Text.Cut(name!, 400), form.BirthDate!.Value, cancel);
        tries.Look(found.Count == 1, now);
        if (found is not [var client])
        {
            audit.Record(new AuditEvent("break-glass.look", "Client", null, Outcome: AuditOutcome.Failed));
            await care.SaveChangesAsync(cancel);
            return Error.Invalid("Name", "No single record fits this name and birth date. Check the spelling and the year. After {0} tries that fit nobody this page is shut for an hour.", EmergencyTries.Most);
        }

        var opened = await OpenAsync(form, client, me, account, actor, now, cancel);
        if (opened.IsOk) await care.SaveChangesAsync(cancel);
        return opened;
    }

    private async Task<Result<OpenedRecord>> OpenAsync(OpenRecordForm form, ClientId client, StaffId me, AccountId account, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        if (await reach.Clients(actor, ReachBy.Cover).AnyAsync(c => c == client, cancel)) return new OpenedRecord(client, null);
        var open = await care.Set<EmergencyAccess>().AsNoTracking().FirstOrDefaultAsync(a => a.Staff == me && a.Client == client && a.Until > now, cancel);
        if (open is not null) return new OpenedRecord(client, open.Id);
        var made = EmergencyAccess.Open(form.Id, client, me, account, form.Reason, form.Words, form.Minutes, now);
        if (!made.IsOk) return Result<OpenedRecord>.Fail(made.Errors);

        care.Add(made.Value);
        audit.Record(new AuditEvent(
            "break-glass.opened", "EmergencyAccess", form.Id, client, Detail: string.Create(CultureInfo.InvariantCulture, $"{made.Value.Reason} minutes:{form.Minutes}")));
        foreach (var person in await privacy.OfAsync(me, cancel))
        {
            audit.Record(new AuditEvent("break-glass.tell", "Staff", person.Value, client));
            // A message for each, so that one mailbox that is full makes nobody else's letter come twice.
            outbox.Publish(new OpeningTold(form.Id, person, now));
        }

        return new OpenedRecord(client, form.Id);
    }
}

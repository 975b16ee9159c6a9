using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Shell;
using Linchpin.Shell.Components.Clock;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Privacy.WholeRecord;

/// <param name="Card">Whose.</param>
/// <param name="MadeAt">When the copy was made.</param>
/// <param name="Chapters">In their order, each with its name in the electronic form.</param>
internal sealed record TakenRecord(ClientCard Card, DateTimeOffset MadeAt, string Made, IReadOnlyList<(string Name, RecordChapter Chapter)> Chapters);

/// <summary>The copy of a whole record: for the client themself, and for their care team to give it to them. What was opened for a leave or in an emergency is not enough: a
/// copy outlasts both.</summary>
internal sealed class ReadRecord(
    IClientReach reach, IClientDirectory clients, IEnumerable<IRecordPart> parts, IAuditTrail audit, IStringLocalizer<ShellWords> frame, TimeProvider clock)
{
    /// <summary>The client's card for the page that offers the copy, where this actor may take it; null otherwise. Either way it is written down first.</summary>
    public Task<ClientCard?> OpenAsync(ClientId client, Actor actor, CancellationToken cancel) => EnterAsync(client, "record.offer", null, actor, cancel);

    /// <summary>The whole record, written down before it is read.</summary>
    /// <param name="form">"pdf", "json" or "print".</param>
    public async Task<TakenRecord?> TakeAsync(ClientId client, string form, Actor actor, CancellationToken cancel)
    {
        if (await EnterAsync(client, "record.export", actor.Client == client ? "own:" + form : form, actor, cancel) is not { } card) return null;
        var asked = new RecordAsked(client, at => When(at, card.TimeZone));
        List<(string, RecordChapter)> chapters = [];
        // One after the other: they share one connection.
        foreach (var part in parts.OrderBy(p => p.Order)) chapters.Add((part.Name, await part.ReadAsync(asked, cancel)));
        var now = clock.GetUtcNow();
        return new TakenRecord(card, now, asked.When(now), chapters);
    }

    private async Task<ClientCard?> EnterAsync(ClientId client, string action, string? detail, Actor actor, CancellationToken cancel)
    {
        if (await clients.CardAsync(client, cancel) is not { } card) return null;
        var mayTake = actor.Client == client || (actor.IsAny([.. ProgrammeRoles.Clinicians]) && await reach.Clients(actor, ReachBy.Team).AnyAsync(c => c == client, cancel));
        await audit.RecordNowAsync(new AuditEvent(action, "Client", client.Value, client, mayTake ? AuditOutcome.Allowed : AuditOutcome.Denied, detail), cancel);
        return mayTake ? card : null;
    }

    private string When(DateTimeOffset at, string zone)
    {
        var reading = ZoneClock.Read(at, zone);
        return $"{ZoneClock.Date(reading.Date.ToDateOnly())}, {ZoneClock.Time(reading.TimeOfDay)} {frame[ZoneClock.NameKey(reading.Zone)].Value}";
    }
}

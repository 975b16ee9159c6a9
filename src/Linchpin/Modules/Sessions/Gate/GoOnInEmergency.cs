using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>The worker goes on although the gate stopped them, because somebody is in danger. The reason is kept and the supervisors are told.</summary>
internal sealed class GoOnInEmergency(CareDb care, SessionDoor door, IAuditTrail audit, OutboxWriter outbox, IRoomNews news, TimeProvider clock)
{
    public async Task<Result> HandleAsync(SessionId session, string? reason, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var (_, gate) = await door.StandingAsync(session, cancel);
        if (gate is null) return Error.Refused("The gate has not decided yet: ask for the state first.");
        if (gate.MayGo) return Result.Ok;

        var now = clock.GetUtcNow();
        var exception = gate.AsEmergency(reason, now);
        if (!exception.IsOk) return exception.Discard();
        care.Add(exception.Value);
        var client = entered.Value.Booked.Client;
        audit.Record(new AuditEvent("gate.emergency", "GateDecision", exception.Value.Id, client, Detail: gate.State.Code));
        outbox.Publish(new EmergencyExceptionMade(session, client, actor.Staff!.Value, exception.Value.Id, now));
        await care.SaveChangesAsync(cancel);
        await news.TellAsync(session, "check-in", cancel);
        return Result.Ok;
    }
}

/// <summary>Tells the worker's supervisors by mail. The letter names nobody: it leads to the page that does.</summary>
internal sealed class TellSupervisors(ICareTeams teams, IStaffDirectory staff, IMailTransport mail, IConfiguration configuration) : IConsumer<EmergencyExceptionMade>
{
    public async Task TakeAsync(EmergencyExceptionMade @event, Guid messageId, CancellationToken cancel)
    {
        var supervisors = await staff.CardsAsync(await teams.SupervisorsAsync(@event.Worker, cancel), cancel);
        var site = (configuration["PublicUrl"] ?? "http://localhost:5080").TrimEnd('/');
        foreach (var supervisor in supervisors.Values.Where(s => s.Email is not null))
        {
            await mail.SendAsync(
                new Letter(supervisor.Email!, "Linchpin: a decision to review today",
                    $"A worker on your supervision line went on with a session as an emergency exception. Read the reason and speak with them today:\n\n{site}/today\n"),
                messageId, cancel);
        }
    }
}

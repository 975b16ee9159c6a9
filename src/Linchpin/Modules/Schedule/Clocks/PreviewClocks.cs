using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.Schedule.Clocks;

/// <summary>What a typed time means: the slot when it is one, and why it can't be booked. Mine and Theirs are the IANA zones of reader and client.</summary>
public sealed record ClockVerdict
{
    internal Slot? Slot { get; init; }

    public IReadOnlyList<Error> Errors { get; init; } = [];

    /// <summary>True when the calendars were looked into and nothing stood in the way.</summary>
    public bool IsFree { get; init; }

    public required string Mine { get; init; }

    public required string Theirs { get; init; }
}

/// <summary>Tells what a typed time means on both clocks and whether both are free. Nothing is saved: the answer may be old a second later, and the
/// booking decides for itself.</summary>
internal sealed class PreviewClocks(FreeTime free, TimeProvider clock)
{
    /// <param name="session">The session that would move; a new id for a new one.</param>
    /// <param name="worker">Whose time it is.</param>
    public async Task<ClockVerdict> AskAsync(
        DateOnly? date, TimeOnly? time, int? minutes, SessionId session, StaffId worker, ClientCard client, Actor actor, CancellationToken cancel)
    {
        var verdict = new ClockVerdict { Mine = actor.TimeZone, Theirs = client.TimeZone };
        if (date is null || time is null || minutes is null) return verdict;
        var slot = Slot.Read(date, time, minutes, actor.TimeZone, clock.GetUtcNow());
        if (!slot.IsOk) return verdict with { Errors = slot.Errors };
        var who = worker == actor.Staff ? WorkerIs.TheReader : WorkerIs.Somebody;
        var look = await free.LookAsync(slot.Value, session, worker, client.Id, who, actor.TimeZone, cancel);
        return verdict with { Slot = slot.Value, Errors = look.Errors, IsFree = look.IsOk };
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/clients/{id:guid}/sessions/clocks", ForNewAsync).RequireAuthorization(Doors.Clinician);
        routes.MapGet("/sessions/{id:guid}/clocks", ForMoveAsync).RequireAuthorization(Doors.CareStaff);
    }

    private static async Task<Results<RazorComponentResult<ClockPreview>, NotFound>> ForNewAsync(
        Guid id, [AsParameters] Typed typed, InReach inReach, ICurrentActor who, PreviewClocks preview, CancellationToken cancel)
    {
        var actor = who.Actor;
        if (actor.Staff is not { } worker || await inReach.ClientAsync(new ClientId(id), actor, "appointment.book", cancel) is not { } client) return TypedResults.NotFound();
        return Show(await preview.AskAsync(typed.ReadDate(), typed.ReadTime(), typed.ReadMinutes(), default, worker, client, actor, cancel));
    }

    private static async Task<Results<RazorComponentResult<ClockPreview>, NotFound>> ForMoveAsync(
        Guid id, [AsParameters] Typed typed, InReach inReach, IClientDirectory clients, ICurrentActor who, PreviewClocks preview, CancellationToken cancel)
    {
        var actor = who.Actor;
        if (await inReach.AppointmentAsync(new SessionId(id), actor, "appointment.move", cancel) is not { } appointment
            || await clients.CardAsync(appointment.Client, cancel) is not { } client) return TypedResults.NotFound();
        return Show(await preview.AskAsync(typed.ReadDate(), typed.ReadTime(), typed.ReadMinutes(), appointment.Id, appointment.Worker, client, actor, cancel));
    }

    private static RazorComponentResult<ClockPreview> Show(ClockVerdict verdict) => new(new Dictionary<string, object?> { [nameof(ClockPreview.Verdict)] = verdict });

    /// <summary>The form's own fields, half typed as they may be: what is no date is no date yet, not a bad request.</summary>
    private sealed record Typed(
        [FromQuery(Name = "Input.Date")] string? Date, [FromQuery(Name = "Input.Time")] string? Time, [FromQuery(Name = "Input.Minutes")] string? Minutes)
    {
        public DateOnly? ReadDate() => DateOnly.TryParseExact(Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

        public TimeOnly? ReadTime() => TimeOnly.TryParse(Time, CultureInfo.InvariantCulture, out var time) ? time : null;

        public int? ReadMinutes() => int.TryParse(Minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? minutes : null;
    }
}

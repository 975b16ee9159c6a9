using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;

namespace Linchpin.Modules.Notes.Facts;

/// <summary>Brings what another module knows of a session to its note. The session itself is always asked first.</summary>
internal interface IFactSource
{
    /// <param name="known">What the session itself knows.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task<IReadOnlyList<NoteFact>> ForAsync(SessionFacts known, CancellationToken cancel);
}

/// <param name="Worker">Who held the session, and so writes its note.</param>
internal sealed record GatheredFacts(ClientId Client, StaffId Worker, NoteFacts Facts);

/// <summary>Collects what the house knows of a session, once, when its note is opened.</summary>
internal sealed class FactGathering(ISessionFacts sessions, IClientDirectory clients, IEnumerable<IFactSource> others)
{
    // The record is kept in one language, whatever the language of the page that happened to open it; pages translate labels and codes.
    private static readonly CultureInfo RecordLanguage = CultureInfo.GetCultureInfo("en");

    /// <summary>Null until the session has begun.</summary>
    public async Task<GatheredFacts?> ForAsync(SessionId session, CancellationToken cancel)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = RecordLanguage;
        if (await sessions.ForAsync(session, cancel) is not { StartedAt: not null } known) return null;
        var client = await clients.CardAsync(known.Client, cancel);
        var items = OfSession(known);
        foreach (var source in others) items.AddRange(await source.ForAsync(known, cancel));
        return new(known.Client, known.Worker, new NoteFacts(client?.TimeZone ?? Zone.Default, [.. InOrder(items)]));
    }

    /// <summary>By kind, and within a kind as they happened. Places told and places declined are one story, and so are the gate's word and what was done about it.</summary>
    internal static IEnumerable<NoteFact> InOrder(IEnumerable<NoteFact> facts) => facts.OrderBy(f => f.Kind switch
    {
        FactKind.PlaceDeclined => FactKind.Place,
        FactKind.Exception => FactKind.Gate,
        _ => f.Kind,
    });

    internal static List<NoteFact> OfSession(SessionFacts known)
    {
        var source = new FactSource("Session", known.Session.Value);
        List<NoteFact> items = [new(FactKind.Scheduled, source, From: Instants.Stored(known.ScheduledStart), Until: Instants.Stored(known.ScheduledEnd))];
        if (known.StartedAt is { } started) items.Add(new(FactKind.Held, source, From: Instants.Stored(started), Until: Stored(known.EndedAt)));
        if (known.Modality is { } modality) items.Add(new(FactKind.Modality, source, Code: modality.ToString()));
        if (known.PlaceOfService is { } pos) items.Add(new(FactKind.PlaceOfService, source, Code: pos));
        items.AddRange(known.Places.Select(place => place.Text is null
            ? new NoteFact(FactKind.PlaceDeclined, source, place.DeclinedPlan, Code: place.State?.Code, From: Instants.Stored(place.ConfirmedAt))
            : new NoteFact(FactKind.Place, source, place.Text, Code: place.State?.Code, From: Instants.Stored(place.ConfirmedAt), Yes: place.AtHome)));
        Say(FactKind.Callback, known.Callback);
        if (known.CheckIn is { } answers)
        {
            items.Add(new(FactKind.Company, source, answers.CompanyWho, Code: answers.Company));
            items.Add(new(FactKind.Privacy, source, Code: answers.Privately));
            items.Add(new(FactKind.EmergencyContact, source, answers.Contact, Code: answers.ContactReachable));
        }

        items.AddRange(OfGate(known, source));
        items.AddRange(known.Attendance.Select(a =>
            new NoteFact(FactKind.Attendance, source, a.DisplayName, Code: a.Who, From: Instants.Stored(a.FirstJoined), Until: Instants.Stored(a.LastLeft), Minutes: a.Minutes)));
        foreach (var point in known.Agenda) Say(FactKind.Agenda, point);
        Say(FactKind.Agreed, known.Agreed);
        Say(FactKind.NextSteps, known.NextSteps);
        return items;

        void Say(FactKind kind, string? text)
        {
            if (!string.IsNullOrWhiteSpace(text)) items.Add(new(kind, source, text));
        }
    }

    // The gate speaks at each check-in and again when it is confirmed. The same word several times in a row is one line with the time of the first and of the last.
    private static List<NoteFact> OfGate(SessionFacts known, FactSource source)
    {
        List<NoteFact> lines = [];
        foreach (var gate in known.Gates)
        {
            var at = Instants.Stored(gate.At);
            var line = new NoteFact(
                gate.EmergencyReason is null ? FactKind.Gate : FactKind.Exception, source, gate.EmergencyReason ?? gate.Licence, gate.Worker == known.Worker ? null : gate.WorkerName,
                $"{gate.State.Code}/{gate.Standing}", at);
            if (gate.EmergencyReason is null && lines.Count > 0 && lines[^1] with { From = at, Until = null } == line) lines[^1] = lines[^1] with { Until = at };
            else lines.Add(line);
        }

        return lines;
    }

    private static DateTimeOffset? Stored(DateTimeOffset? at) => at is { } instant ? Instants.Stored(instant) : null;
}

using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;

namespace Linchpin.Modules.Notes.Facts;

/// <summary>Brings what another module knows of a session to its note. The session itself is always asked first.</summary>
internal interface IFactSource
{
    Task<IReadOnlyList<NoteFact>> ForAsync(SessionId session, ClientId client, CancellationToken cancel);
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
        foreach (var source in others) items.AddRange(await source.ForAsync(session, known.Client, cancel));
        return new(known.Client, known.Worker, new NoteFacts(client?.TimeZone ?? Zone.Default, [.. items.OrderBy(f => f.Kind)]));
    }

    internal static List<NoteFact> OfSession(SessionFacts known)
    {
        var source = new FactSource("Session", known.Session.Value);
        List<NoteFact> items = [new(FactKind.Scheduled, source, From: Instants.Stored(known.ScheduledStart), Until: Instants.Stored(known.ScheduledEnd))];
        if (known.StartedAt is { } started) items.Add(new(FactKind.Held, source, From: Instants.Stored(started), Until: Stored(known.EndedAt)));
        if (known.Modality is { } modality) items.Add(new(FactKind.Modality, source, Code: modality.ToString()));
        if (known.PlaceOfService is { } pos) items.Add(new(FactKind.PlaceOfService, source, Code: pos));
        if (known.Place is { } place)
        {
            items.Add(place.Text is null
                ? new(FactKind.PlaceDeclined, source, place.DeclinedPlan, Code: place.State?.Code, From: Instants.Stored(place.ConfirmedAt))
                : new(FactKind.Place, source, place.Text, Code: place.State?.Code, From: Instants.Stored(place.ConfirmedAt), Yes: place.AtHome));
        }

        Say(FactKind.Callback, known.Callback);
        Say(FactKind.Company, known.Company);
        Say(FactKind.Gate, known.Gate);
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

    private static DateTimeOffset? Stored(DateTimeOffset? at) => at is { } instant ? Instants.Stored(instant) : null;
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ClientChart;

/// <summary>What this module knows of a client, for reading.</summary>
/// <param name="Living">Newest first.</param>
/// <param name="Today">The day in the client's zone.</param>
internal sealed record Chart(
    ClientId Id, PersonName Name, string? Pronouns, DateOnly? BirthDate, string Language, string TimeZone, IReadOnlyList<ContactPoint> Contacts, Address? Home,
    IReadOnlyList<StandsBy> Circle, DateTimeOffset RegisteredAt, IReadOnlyList<LivedThere> Living, DateOnly Today)
{
    /// <summary>Whole years; somebody born on 29 February is a year older on 1 March in common years.</summary>
    public int? Age => BirthDate is { } born ? ProgrammeDay.Year - born.Year - ((ProgrammeDay.Month, ProgrammeDay.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0) : null;

    public IEnumerable<StandsBy> EmergencyContacts => Circle.Where(s => s.Facts.IsEmergencyContact);

    /// <summary>What was agreed about each contact point.</summary>
    public IReadOnlyList<SafeChannel> SafeChannels { get; init; } = [];

    public InterpreterNeed? Interpreter { get; init; }

    public int RecordNumber { get; init; }

    public IReadOnlyList<AddressEntry> Addresses { get; init; } = [];

    /// <summary>When the record was put away, and why; null while it is in use.</summary>
    public ArchiveStep? Archived { get; init; }

    /// <summary>Age goes by the programme's day, like everything that the programme decides by days.</summary>
    public DateOnly ProgrammeDay { get; init; }

    /// <summary>Under eighteen, the age of majority in most states: whoever decides for them has to be known. Where it is nineteen or twenty-one, people know.</summary>
    public bool IsMinor => Age < 18;

    /// <summary>The record that goes on in the place of this one.</summary>
    public ClientId? MergedInto { get; init; }

    /// <summary>When their photo was taken in.</summary>
    public DateTimeOffset? PhotoAt { get; init; }

    /// <summary>Records of the same person that point to this one.</summary>
    public IReadOnlyList<MergedHere> Replaces { get; init; } = [];

    public Connection? Connection { get; init; }

    /// <summary>Who pays first today; null when no insurance holds.</summary>
    public string? Insured { get; init; }

    /// <summary>What the client asked to be corrected, the newest first.</summary>
    public IReadOnlyList<CorrectionLine> Corrections { get; init; } = [];

    /// <summary>The reader has it for everyday work, not only in an emergency.</summary>
    public bool IsEverydayWork { get; init; }

    /// <summary>A legal hold stands on it.</summary>
    public bool IsHeld { get; init; }

    public LivedThere? LivingNow => Living.FirstOrDefault(l => new DateSpan(l.From, l.Through).Holds(Today));
}

internal sealed record LivedThere(string HudCode, DateOnly From, DateOnly? Through)
{
    /// <summary>Our short words for the code; a key of the module's words.</summary>
    public string Plain => HudLivingSituations.Find(HudCode)?.Plain ?? HudCode;

    public string Category => HudLivingSituations.Find(HudCode)?.Category ?? "Other";
}

/// <summary>Somebody who stands by the client, as the chart tells it.</summary>
/// <param name="Id">Of the tie.</param>
internal sealed record StandsBy(Guid Id, string Name, Reachability Reach, TieFacts Facts);

/// <param name="DueOn">Last day of the time to answer, by the programme's day.</param>
internal sealed record CorrectionLine(Guid Id, DateTimeOffset AskedAt, CorrectionStatus Status, DateOnly DueOn);

internal sealed record MergedHere(ClientId Id, int RecordNumber);

/// <summary>The chart that is open in this request, so that nobody reads the same person twice.</summary>
internal sealed class OpenChart : IChartStanding
{
    public Chart? Chart { get; set; }

    public bool TakesNewWork(ClientId client) => Chart is { Archived: null, IsEverydayWork: true } chart && chart.Id == client;
}

/// <summary>Opens the chart of a client in reach. Two small queries, then the audit; the parts of one page share what was read.</summary>
internal sealed class ReadChart(CareDb care, IClientReach reach, IAuditTrail audit, OpenChart open, TimeProvider clock)
{
    private static readonly Func<CareDb, ClientId, IAsyncEnumerable<LivedThere>> Lived = Asking.For(
        (CareDb care, ClientId client) => care.Set<LivingSituation>().AsNoTracking().Where(l => l.Client == client && l.EnteredInErrorAt == null)
            .OrderByDescending(l => l.From).Select(l => new LivedThere(l.HudCode, l.From, l.Through)));

    /// <summary>The chart, or null when there is none or it is out of reach; either way the audit stands before this returns.</summary>
    public async Task<Chart?> OpenAsync(ClientId id, Actor actor, CancellationToken cancel)
    {
        var ids = reach.Clients(actor);
        open.Chart = await ReadAsync(care.Set<Client>().Where(c => c.Id == id && ids.Contains(c.Id)), reach.Clients(actor, ReachBy.Cover), cancel);
        if (open.Chart is not null) await audit.RecordNowAsync(new AuditEvent("client.read", "Client", id.Value, id), cancel);
        else if (await care.Set<Client>().AsNoTracking().AnyAsync(c => c.Id == id, cancel))
            await audit.RecordNowAsync(new AuditEvent("client.read", "Client", id.Value, id, AuditOutcome.Denied), cancel);
        return open.Chart;
    }

    /// <summary>A client's own record, for themself.</summary>
    public async Task<Chart?> OpenOwnAsync(Actor actor, CancellationToken cancel)
    {
        if (actor.Client is not { } own) return null;
        open.Chart = await ReadAsync(care.Set<Client>().Where(c => c.Id == own), Nobodys, cancel);
        if (open.Chart is not null) await audit.RecordNowAsync(new AuditEvent("client.read", "Client", own.Value, own, Detail: "own"), cancel);
        return open.Chart;
    }

    /// <summary>For the parts of a page whose caller has already authorized and audited the read.</summary>
    public async Task<Chart?> AuthorizedAsync(ClientId id, CancellationToken cancel) =>
        open.Chart?.Id == id ? open.Chart : open.Chart = await ReadAsync(care.Set<Client>().Where(c => c.Id == id), Nobodys, cancel);

    private IQueryable<ClientId> Nobodys => care.Set<Client>().Where(c => false).Select(c => c.Id);

    private async Task<Chart?> ReadAsync(IQueryable<Client> one, IQueryable<ClientId> everyday, CancellationToken cancel)
    {
        var programmeDay = Zone.DayAt(clock.GetUtcNow(), Zone.Default);
        var client = await one.AsNoTracking()
            .Select(c => new
            {
                c.Id,
                c.Name,
                c.Pronouns,
                c.BirthDate,
                c.Language,
                c.TimeZone,
                c.Contacts,
                c.Home,
                c.RegisteredAt,
                c.SafeChannels,
                c.Interpreter,
                c.RecordNumber,
                c.Addresses,
                c.ArchivedAt,
                c.ArchiveSteps,
                c.Connection,
                c.MergedInto,
                c.PhotoAt,
                Replaces = care.Set<Client>().Where(o => o.MergedInto == c.Id).OrderBy(o => o.RecordNumber).Select(o => new MergedHere(o.Id, o.RecordNumber)).ToList(),
                Insured = care.Set<Coverage>().Where(v => v.Client == c.Id && v.WrongAt == null && (v.From == null || v.From <= programmeDay) && (v.Through == null || v.Through >= programmeDay))
                    .OrderBy(v => v.Order).Select(v => v.Payer).FirstOrDefault(),
                Corrections = care.Set<CorrectionRequest>().Where(r => r.Client == c.Id).OrderByDescending(r => r.AskedAt).Select(r => new CorrectionLine(r.Id, r.AskedAt, r.Status, r.DueOn)).ToList(),
                IsEverydayWork = everyday.Contains(c.Id),
                IsHeld = care.Set<LegalHold>().Any(h => h.Client == c.Id && h.LiftedAt == null && (h.Through == null || h.Through >= programmeDay)),
                Circle = c.Ties.Where(t => t.EndedAt == null).OrderBy(t => t.RecordedAt).ThenBy(t => t.Id).Select(t => new StandsBy(t.Id, t.Supporter.Name, t.Supporter.Reach, t.Facts)).ToList(),
            })
            .SingleOrDefaultAsync(cancel);
        if (client is null) return null;
        var living = await Lived(care, client.Id).ToListAsync(cancel);
        return new Chart(
            client.Id, client.Name, client.Pronouns, client.BirthDate, client.Language, client.TimeZone, client.Contacts, client.Home, client.Circle,
            client.RegisteredAt, living, Zone.DayAt(clock.GetUtcNow(), client.TimeZone))
        {
            SafeChannels = client.SafeChannels, Interpreter = client.Interpreter, RecordNumber = client.RecordNumber, Addresses = client.Addresses,
            Archived = client.ArchivedAt is null ? null : client.ArchiveSteps[^1], IsHeld = client.IsHeld, IsEverydayWork = client.IsEverydayWork, ProgrammeDay = programmeDay,
            MergedInto = client.MergedInto, PhotoAt = client.PhotoAt, Replaces = client.Replaces, Corrections = client.Corrections,
            Connection = client.Connection, Insured = client.Insured,
        };
    }
}

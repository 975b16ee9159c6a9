using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Privacy.Domain;

namespace Linchpin.Modules.Privacy.WhoOpened;

/// <summary>Who did something with a record, as the client is told.</summary>
public enum OpenedBy
{
    /// <summary>Somebody with a name.</summary>
    Somebody,

    /// <summary>The client themself, by their account or by a link.</summary>
    Yourself,

    /// <summary>The house by itself: invitations, seals.</summary>
    House,

    /// <summary>Nobody known: who came without a sign-in, or whose account is gone.</summary>
    Unknown,
}

/// <param name="Words">"read your chart": a key of PrivacyWords.</param>
/// <param name="Times">How often on that day.</param>
public sealed record Deed(string Words, int Times, bool InEmergency);

/// <summary>One person on one day.</summary>
/// <param name="Roles">What they do, keys of PrivacyWords.</param>
/// <param name="Last">When it was for the last time that day.</param>
public sealed record OpenedLine(OpenedBy By, string? Name, IReadOnlyList<string> Roles, DateTimeOffset Last, IReadOnlyList<Deed> Deeds);

/// <param name="Lines">Who came last stands first; the client themself and the house come after others.</param>
public sealed record OpenedDay(DateOnly Day, IReadOnlyList<OpenedLine> Lines);

/// <param name="Through">The last day of what is shown.</param>
/// <param name="Earlier">The last day of what comes before; null when nothing does.</param>
/// <param name="IsCut">There was more in these days than a person can read: only the newest is shown.</param>
public sealed record OpenedList(IReadOnlyList<OpenedDay> Days, DateOnly From, DateOnly Through, DateOnly? Earlier, string TimeZone, bool IsCut);

/// <summary>Tells who opened a record, by day and person: a hundred page views are one line with a count. Who asks has been let in already; that the list itself was
/// read is written down here, before anything of it is answered.</summary>
/// <remarks>45 CFR 164.528 gives people an account of disclosures; this tells them uses too, which the law does not ask for.</remarks>
internal sealed class ReadWhoOpened(IAuditReading reading, IAuditTrail audit, IAccountNames accounts, TimeProvider clock)
{
    /// <summary>Days on one page.</summary>
    public const int Days = 30;

    private const int PageSize = 1000;
    private const int MostEntries = 10_000;

    /// <param name="through">The last day to show; today when null.</param>
    /// <param name="zone">The client's IANA zone.</param>
    public async Task<OpenedList> RunAsync(ClientId client, DateOnly? through, string zone, CancellationToken cancel)
    {
        await audit.RecordNowAsync(new AuditEvent("accounting.read", "Client", client.Value, client), cancel);
        var today = Zone.DayAt(clock.GetUtcNow(), zone);
        var last = through is { } asked && asked < today && asked > DateOnly.MinValue.AddDays(Days + 1) ? asked : today;
        var first = last.AddDays(1 - Days);
        var filter = new AuditFilter(About: client, From: Zone.Day(first, zone).Start, Until: Zone.Day(last, zone).End);
        List<AuditLine> entries = [];
        AuditPlace? place = null;
        do
        {
            var page = await reading.PageAsync(filter, place, oldestFirst: false, PageSize, cancel);
            entries.AddRange(page.Lines.Select(l => l with { Account = AuditedActs.DoerOf(l) }));
            place = page.More;
        }
        while (place is not null && entries.Count < MostEntries);

        var before = await reading.PageAsync(new AuditFilter(About: client, Until: filter.From), null, oldestFirst: false, 1, cancel);
        var names = await accounts.CardsAsync([.. entries.Select(e => e.Account).OfType<AccountId>().Distinct()], cancel);
        var days = entries.GroupBy(e => Zone.DayAt(e.At, zone)).OrderByDescending(d => d.Key).Select(d => new OpenedDay(d.Key, Lines(d, client, names)));
        DateOnly? earlier = before.Lines.Count > 0 ? Zone.DayAt(before.Lines[0].At, zone) : null;
        return new OpenedList([.. days], first, last, earlier, zone, IsCut: place is not null);
    }

    private static IReadOnlyList<OpenedLine> Lines(IEnumerable<AuditLine> entries, ClientId client, IReadOnlyDictionary<AccountId, AccountCard> names) =>
    [
        .. entries.GroupBy(e => (By: Who(e, client, names), e.Account)).Select(person =>
        {
            var newest = person.MaxBy(e => e.At)!;
            var by = person.Key.By;
            return new OpenedLine(
                by,
                by is OpenedBy.Somebody ? names[person.Key.Account!.Value].DisplayName : null,
                by is OpenedBy.Somebody ? [.. RoleNames.In(newest.Roles)] : [],
                newest.At,
                [.. person.GroupBy(e => (Words: Words(e), InEmergency: IsMarked(e))).Select(d => new Deed(d.Key.Words, d.Count(), d.Key.InEmergency)).OrderByDescending(d => d.Times).ThenBy(d => d.Words, StringComparer.Ordinal)]);
        }).OrderBy(l => l.By is OpenedBy.Somebody or OpenedBy.Unknown ? 0 : 1).ThenByDescending(l => l.Last),
    ];

    private static OpenedBy Who(AuditLine entry, ClientId client, IReadOnlyDictionary<AccountId, AccountCard> names) => entry.Kind switch
    {
        "system" => OpenedBy.House,
        "participant" => OpenedBy.Yourself,
        _ when entry.Account is { } account && names.TryGetValue(account, out var card) => card.Client == client ? OpenedBy.Yourself : OpenedBy.Somebody,
        _ => OpenedBy.Unknown,
    };

    private static string Words(AuditLine entry) => entry.Outcome switch
    {
        AuditOutcome.Denied => "tried to open something of yours and was not let in",
        AuditOutcome.Failed when entry.Action == "account.sign-in" => "tried to sign in to your account, and it did not work",
        AuditOutcome.Failed => "tried something that did not work",
        _ => AuditedActs.Find(entry.Action)?.ToClient ?? "did something else with your record",
    };

    private static bool IsMarked(AuditLine entry) => entry.Detail?.EndsWith("break-glass", StringComparison.Ordinal) == true;
}

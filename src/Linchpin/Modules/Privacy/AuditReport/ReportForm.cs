using System.ComponentModel.DataAnnotations;
using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Privacy.Domain;

namespace Linchpin.Modules.Privacy.AuditReport;

/// <summary>The filters as they are typed. People are found by words; which of several is meant is then chosen and posted with the words it belongs to.</summary>
[ValidatableType]
public sealed class ReportForm
{
    [StringLength(100, ErrorMessage = "Keep it under 100 characters.")]
    public string? Who { get; set; }

    public Guid? Account { get; set; }

    /// <summary>The words that <see cref="Account"/> was chosen for.</summary>
    public string? AccountFor { get; set; }

    [StringLength(100, ErrorMessage = "Keep it under 100 characters.")]
    public string? About { get; set; }

    public Guid? Client { get; set; }

    /// <summary>The words that <see cref="Client"/> was chosen for.</summary>
    public string? ClientFor { get; set; }

    public ActGroup? Acts { get; set; }

    public ReportOutcome? Outcome { get; set; }

    public DateOnly? FirstDay { get; set; }

    public DateOnly? LastDay { get; set; }

    [StringLength(64, ErrorMessage = "Keep it under 64 characters.")]
    public string? Address { get; set; }

    public ReportOrder Order { get; set; }
}

/// <summary>Somebody whom typed words may mean.</summary>
public sealed record Candidate(Guid Id, string Name, DateOnly? BirthDate = null);

/// <param name="View">What to show; null as long as something is open.</param>
/// <param name="Accounts">Whom the words for "who" may mean; empty when it is clear.</param>
/// <param name="Clients">Whom the words for "about whom" may mean.</param>
internal sealed record FoundPeople(ReportView? View, IReadOnlyList<Candidate> Accounts, IReadOnlyList<Candidate> Clients, IReadOnlyList<Error> Errors);

/// <summary>Turns what was typed into a view.</summary>
internal sealed class FindPeople(IAccountNames accounts, IClientLookup clients)
{
    private const int Most = 20;

    public async Task<FoundPeople> RunAsync(ReportForm form, CancellationToken cancel)
    {
        List<Error> errors = [];
        var (account, whos) = await OneAsync(form.Who, form.Account, form.AccountFor, async words =>
            [.. (await accounts.FindAsync(words, Most, cancel)).Select(a => new Candidate(a.Id.Value, a.DisplayName))]);
        var (client, abouts) = await OneAsync(form.About, form.Client, form.ClientFor, async words =>
            [.. (await clients.FindAsync(words, Most, cancel)).Select(c => new Candidate(c.Id.Value, c.DisplayName, c.BirthDate))]);
        Complain(errors, "Who", form.Who, account, whos.Count);
        Complain(errors, "About", form.About, client, abouts.Count);
        var address = Text.Clean(form.Address);
        if (address is not null && !IPAddress.TryParse(address, out _)) errors.Add(Error.Invalid("Address", "This is not a network address. One looks like 203.0.113.7."));
        if (form is { FirstDay: { } first, LastDay: { } last } && last < first) errors.Add(Error.Invalid("LastDay", "The last day is before the first day."));
        var view = errors.Count > 0 ? null : new ReportView(account, client, form.Acts, form.Outcome, form.FirstDay, form.LastDay, address, form.Order);
        return new FoundPeople(view, whos, abouts, errors);
    }

    private static async Task<(Guid? One, IReadOnlyList<Candidate> Several)> OneAsync(string? typed, Guid? chosen, string? chosenFor, Func<string, Task<IReadOnlyList<Candidate>>> find)
    {
        if (Text.Clean(typed) is not { } words) return (null, []);
        if (chosen is not null && Text.Clean(chosenFor) == words) return (chosen, []);
        var found = await find(words);
        return found.Count == 1 ? (found[0].Id, []) : (null, found);
    }

    private static void Complain(List<Error> errors, string field, string? typed, Guid? one, int several)
    {
        if (one is not null || Text.Clean(typed) is null) return;
        errors.Add(several == 0
            ? Error.Invalid(field, "Nobody fits these words. Try a part of the name.")
            : Error.Invalid(field, "Several people fit. Choose one below, or type more of the name."));
    }
}

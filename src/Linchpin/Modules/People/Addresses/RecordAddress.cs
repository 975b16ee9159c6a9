using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;

namespace Linchpin.Modules.People.Addresses;

[ValidatableType]
public sealed class AddressForm
{
    /// <summary>Made when the form is shown: posting the same form twice records one address.</summary>
    public Guid Id { get; set; }

    public string? Use { get; set; } = nameof(AddressUse.Home);

    public string? Type { get; set; } = nameof(AddressType.Both);

    public bool NoFixed { get; set; }

    public string? Line { get; set; }

    public string? Unit { get; set; }

    public string? City { get; set; }

    public string? State { get; set; }

    public string? PostalCode { get; set; }

    public string? Note { get; set; }

    public DateOnly? From { get; set; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Through { get; set; }

    internal Result<AddressEntry> Check(StaffId? by, DateOnly? birthDate, DateOnly today, DateTimeOffset now)
    {
        var facts = AddressFacts.Create(Use, Type, NoFixed, () => Address.Create(Line, Unit, City, State, PostalCode), Note, From, birthDate, today);
        List<Error> errors = [.. facts.Errors, .. AddressEntry.CheckThrough(From, Through, today)];
        return errors.Count > 0 ? Result<AddressEntry>.Fail(errors) : AddressEntry.Record(Id, facts.Value, Through, by, now);
    }
}

/// <summary>Adds to a client's address history. Nothing in it is written over.</summary>
internal sealed class RecordAddressHandler(ChangeClient change)
{
    public Task<Result> HandleAsync(ClientId id, AddressForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.address", (client, now) =>
        {
            var today = Zone.DayAt(now, client.TimeZone);
            var entry = form.Check(actor.Staff, client.BirthDate, today, now);
            return entry.IsOk ? Done(client.RecordAddress(entry.Value, today, now), form.Id) : Result<string>.Fail(entry.Errors);
        }, cancel);

    /// <summary>They no longer live there, or get no more mail there.</summary>
    public Task<Result> EndAsync(ClientId id, Guid address, DateOnly? through, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.address-end", (client, now) => Done(client.EndAddress(address, through, Zone.DayAt(now, client.TimeZone), now), address), cancel);

    /// <summary>It was never true.</summary>
    public Task<Result> MarkWrongAsync(ClientId id, Guid address, string? reason, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.address-wrong", (client, now) => Done(client.MarkAddressWrong(address, reason, actor.Staff, now), address), cancel);

    private static Result<string> Done(Result result, Guid address) => result.IsOk ? "address:" + address : Result<string>.Fail(result.Errors);
}

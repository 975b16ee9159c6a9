using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.SafeContact;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.WholeRecord;

/// <summary>Who they are, how they are reached and where they lived.</summary>
internal sealed class PersonPart(CareDb care, IStringLocalizer<RecordWords> words, IStringLocalizer<ClientWords> client) : IRecordPart
{
    public int Order => 10;

    public string Name => "person";

    public IReadOnlyList<Type> Covers => [typeof(Client), typeof(LivingSituation), typeof(ClientPhoto)];

    public IReadOnlyDictionary<Type, string> LeavesOut { get; } = new Dictionary<Type, string>
    {
        [typeof(ClientMerge)] = "How two records were found to be of one person; each record tells its own.",
        [typeof(LegalHold)] = "Compiled for a legal proceeding, which is not open to access (45 CFR 164.524(a)(1)(ii)).",
    };

    public async Task<RecordChapter> ReadAsync(RecordAsked asked, CancellationToken cancel)
    {
        var person = await care.Set<Client>().AsNoTracking().Include(c => c.LivingSituations).AsSplitQuery().SingleAsync(c => c.Id == asked.Client, cancel);
        var photo = await care.Set<ClientPhoto>().AsNoTracking().SingleOrDefaultAsync(p => p.Client == asked.Client, cancel);
        List<RecordEntry> entries =
        [
            asked.Entry(words["You"])
                .With("givenName", words["First name"], person.Name.Given)
                .With("familyName", words["Last name"], person.Name.Family)
                .With("chosenName", words["Chosen name"], person.Name.Chosen)
                .With("pronouns", words["Pronouns"], person.Pronouns)
                .With("birthDate", words["Birth date"], person.BirthDate)
                .With("language", words["Language"], person.Language, client[SpokenLanguages.NameOf(person.Language)])
                .With("interpreter", words["Interpreter"], person.Interpreter?.Language, person.Interpreter is { } need ? $"{client[SpokenLanguages.NameOf(need.Language)].Value}, {client[SafeContactWords.Mode(need.Mode.ToString())].Value}" : null)
                .With("interpreterNote", words["About the interpreter"], person.Interpreter?.Note)
                .With("recordNumber", words["Record number"], RecordNumber.Shown(person.RecordNumber))
                .With("registered", words["With us since"], person.RegisteredAt)
                .With("photo", words["Photo"], photo?.Bytes, photo is null ? null : words["There is one. The file for computers holds it."].Value),
        ];
        foreach (var contact in person.Contacts)
        {
            var agreed = person.SafeChannels.FirstOrDefault(s => s.IsFor(contact));
            entries.Add(asked.Entry(words["How we reach you"])
                .With(contact.Kind is ContactKind.Phone ? "phone" : "email", contact.Kind is ContactKind.Phone ? words["Telephone"] : words["E-mail"], contact.Value, contact.Shown)
                .With("neverUse", words["Never use it"], agreed?.IsUnsafe, agreed?.IsUnsafe == true ? words["Yes"].Value : words["No"].Value)
                .With("agreed", words["What we agreed"], agreed is null or { IsUnsafe: true } ? null : string.Join("; ", SafeContactWords.Of(agreed, client)))
                .With("note", words["In your words"], agreed?.Note));
        }

        foreach (var address in person.Addresses)
        {
            entries.Add(asked.Entry(words["Address"])
                .With("address", words["Address"], address.Facts.Place?.ToString() ?? words["No fixed address"].Value)
                .With("use", words["What for"], address.Facts.Use.ToString(), Use(address.Facts))
                .With("note", words["Note"], address.Facts.Note)
                .With("from", words["First day"], address.Facts.From)
                .With("through", words["Last day"], address.Through)
                .With("enteredInError", words["Was never true"], address.WrongReason));
        }

        foreach (var living in person.LivingSituations.OrderBy(l => l.From))
        {
            entries.Add(asked.Entry(words["How you lived"])
                .With("situation", words["Lived"], living.HudCode, client[HudLivingSituations.Find(living.HudCode)?.Plain ?? living.HudCode])
                .With("from", words["First day"], living.From)
                .With("through", words["Last day"], living.Through)
                .With("enteredInError", words["Was never true"], living.EnteredInErrorAt));
        }

        if (person.Connection is { } connection)
        {
            entries.Add(asked.Entry(words["Your devices"])
                .With("phone", words["Telephone"], connection.Phone.ToString(), client[connection.Phone.ToString()])
                .With("sharedWith", words["Shared with"], connection.SharedWith)
                .With("helpWith", words["Help with"], connection.HelpWith));
        }

        entries.AddRange(person.ArchiveSteps.Select(step => asked.Entry(words["Your record was put away, or taken out again"]).With("at", words["When"], step.At).With("reason", words["Why"], step.Reason)));
        return new RecordChapter(words["Who you are"], entries);
    }

    private string Use(AddressFacts facts) => facts.Type is AddressType.Postal ? words["For letters"] : facts.Use is AddressUse.Temp ? words["For a time"] : words["Home"];
}

using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;

namespace Linchpin.Demo;

/// <summary>Notes of the sessions that were held: each opens on what the stored session knows, is written, and is signed unless it still waits.</summary>
internal sealed class DemoNotes(FactGathering gathering, IReadOnlyDictionary<SessionId, SessionFacts> sessions, TemplateShelf shelf, CosignatureRules rules, StaffCard supervisor, DateTimeOffset now)
{
    private bool _returned;

    public async Task<Note> MakeAsync(PlannedSession session, StaffCard author, CancellationToken cancel)
    {
        var known = await KnownAsync(session, cancel);
        var template = shelf.Newest("dap") ?? shelf.Default;
        var note = Note.Open(new NoteId(DemoIds.Of("note", session.Id.ToString())), session.Id, known.Client, known.Worker, template, known.Facts, session.Ends);
        var topic = DemoTalk.Of(session);
        // One that waits holds a beginning only, or nothing at all.
        var begun = !session.Unsigned || session.Sequence % 2 == 0;
        var written = Earlier(session.Ends.AddMinutes(25));
        if (begun)
        {
            List<SectionText> words = session.Unsigned
                ? [new("data", topic.Data)]
                : [new("data", topic.Data), new("assessment", topic.Assessment), new("plan", topic.Plan)];
            DemoPeople.Must(note.Save(shelf, words, new DraftOrigin(0), written));
        }

        if (!session.Unsigned) DemoPeople.Must(note.Sign(template, new Signer(author.Id, author.DisplayName, author.Title), Earlier(written.AddMinutes(20))));
        return note;
    }

    /// <summary>The supervisor's part in a signed note of the associate: the newest wait, one came back, the others were co-signed on the next day. Null for a note that needs none.</summary>
    public Cosignature? Cosign(Note note, StaffCard author)
    {
        if (note.SignedAt is not { } signed || CosignatureNeed.Of(note.Facts, author.Supervised) is not (true, var place)) return null;
        var asked = Cosignature.Ask(DemoIds.Of("cosignature", note.Id.ToString()), note, 1, place, rules.For(place, Zone.DayAt(signed, Zone.Default)), signed);
        var title = DemoStaff.All.Single(w => w.Key == DemoStaff.Supervisor).Licences.FirstOrDefault(l => l.State == place?.Code)?.Title ?? supervisor.Title;
        var by = new Signer(supervisor.Id, supervisor.DisplayName, title);
        var age = (now - signed).TotalDays;
        if (age < 8) return asked;
        if (age < 15 && !_returned)
        {
            _returned = true;
            DemoPeople.Must(asked.Return("Please add what was agreed about the weekend, and who was told.", by, signed.AddDays(1)));
        }
        else
        {
            DemoPeople.Must(asked.Sign(note, by, signed.AddDays(1)));
        }

        return asked;
    }

    // Asking the database for every one of some hundred sessions would take most of the time of the whole load.
    private async Task<GatheredFacts> KnownAsync(PlannedSession session, CancellationToken cancel)
    {
        if (!sessions.TryGetValue(session.Id, out var facts))
            return await gathering.ForAsync(session.Id, cancel) ?? throw new InvalidOperationException("A held demo session has no facts.");
        var zone = DemoClients.All.First(c => c.Key == session.Client).Zone;
        return new GatheredFacts(facts.Client, facts.Worker, new NoteFacts(zone, [.. FactGathering.InOrder(FactGathering.OfSession(facts))]));
    }

    private DateTimeOffset Earlier(DateTimeOffset at) => at < now ? at : now;
}

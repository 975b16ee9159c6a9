using System.Security.Cryptography;
using System.Text;
using Linchpin.Kernel;

namespace Linchpin.Modules.Notes.Domain;

/// <summary>Something that was added to a signed note. It is never changed.</summary>
internal sealed class Addendum
{
    private Addendum()
    {
    }

    public Guid Id { get; private set; }
    public NoteId Note { get; private set; }
    public string Text { get; private set; } = "";
    public StaffId By { get; private set; }
    public string Name { get; private set; } = "";
    public string Title { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    /// <summary>SHA-256 in hex over this addendum and the seal of its note.</summary>
    public string Seal { get; private set; } = "";

    public static Addendum Write(Guid id, Note note, string text, Signer by, DateTimeOffset now)
    {
        var addendum = new Addendum { Id = id, Note = note.Id, Text = text, By = by.Staff, Name = by.Name, Title = by.Title!, At = Instants.Stored(now) };
        addendum.Seal = NoteSeal.Of(addendum, note);
        return addendum;
    }

    public bool SealIsIntact(Note note) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal), Encoding.ASCII.GetBytes(NoteSeal.Of(this, note)));
}

using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;

namespace Linchpin.Tests.Modules.Notes;

public sealed class NoteTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 15, 0, 0, TimeSpan.Zero);
    private static readonly TemplateShelf Shelf = TemplateShelf.Load();
    private static readonly StaffId Author = new(Guid.CreateVersion7());
    private static readonly FactSource Source = new("Session", Guid.CreateVersion7());
    private static readonly NoteFact[] Enough =
    [
        new(FactKind.Scheduled, Source, From: Now.AddHours(-2), Until: Now.AddHours(-1)), new(FactKind.Held, Source, From: Now.AddHours(-2), Until: Now.AddHours(-1)),
        new(FactKind.Place, Source, "12 Elm Street", Code: "OH", From: Now.AddHours(-2)), new(FactKind.Attendance, Source, "Quillon", Code: "client", Minutes: 50),
    ];

    private static readonly Signer Me = new(Author, "Ada Prueba", "LCSW");

    [Fact]
    public void Save_WhenNothingChanged_KeepsTheRevision()
    {
        var note = Draft();
        Assert.True(Save(note, "data", "Spoke.").IsOk);
        Assert.True(note.Save(Shelf, [new("data", "  Spoke.\r\n")], new(0), Now).IsOk);
        Assert.Equal(1, note.Revision);
    }

    [Fact]
    public void Save_WhenAnotherWindowSavedSince_IsStaleAndTouchesNothing()
    {
        var note = Draft();
        Save(note, "data", "One window.");
        var result = note.Save(Shelf, [new("data", "The other.")], new(0, Guid.NewGuid(), 1), Now);
        Assert.Equal(ErrorKind.Stale, Assert.Single(result.Errors).Kind);
        Assert.Equal("One window.", note.TextOf("data"));
    }

    [Fact]
    public void Save_WhenTheSameWindowNeverHeardItsAnswer_IsNoClash()
    {
        var note = Draft();
        var window = Guid.NewGuid();
        note.Save(Shelf, [new("data", "Spoke")], new(0, window, 1), Now);
        Assert.True(note.Save(Shelf, [new("data", "Spoke at length")], new(0, window, 2), Now).IsOk);
        Assert.Equal("Spoke at length", note.TextOf("data"));
    }

    [Fact]
    public void Save_WhenOvertakenOnItsWayByANewerOneOfTheSameWindow_IsLeftOut()
    {
        var note = Draft();
        var window = Guid.NewGuid();
        note.Save(Shelf, [new("data", "Newer")], new(0, window, 2), Now);
        Assert.True(note.Save(Shelf, [new("data", "Old")], new(0, window, 1), Now).IsOk);
        Assert.Equal("Newer", note.TextOf("data"));
    }

    [Fact]
    public void Save_WhenTextIsTooLong_SaysSoBesideThePartAndCutsNothing()
    {
        var note = Draft();
        var result = note.Save(Shelf, [new("data", new string('a', Note.LongestSection + 1)), new("plan", "Call.")], new(0), Now);
        Assert.Equal("data", Assert.Single(result.Errors).Field);
        Assert.Empty(note.Sections);
    }

    [Fact]
    public void Save_WhenAPartIsUnknown_IsRefused() => Assert.Equal("no-such", Assert.Single(Draft().Save(Shelf, [new("no-such", "x")], new(0), Now).Errors).Field);

    [Fact]
    public void Refresh_WhenFactsAreNewer_NeverTouchesWhatWasTyped()
    {
        var note = Draft();
        Save(note, "data", "Spoke.");
        Assert.True(note.Refresh(new("America/New_York", [.. Enough, new(FactKind.NextSteps, Source, "Bring the lease")])));
        Assert.Equal("Spoke.", note.TextOf("data"));
        Assert.Equal(1, note.Revision);
        Assert.NotNull(note.Facts.First(FactKind.NextSteps));
    }

    [Fact]
    public void ChangeTemplate_WhenThereAndBack_LosesNoText()
    {
        var note = Draft();
        note.Save(Shelf, [new("data", "D"), new("assessment", "A"), new("plan", "P")], new(0), Now);
        note.ChangeTemplate(Shelf.Newest("soap")!, Now);
        Assert.Equal(["assessment", "plan", "data"], note.Sections.Select(s => s.Key));
        note.ChangeTemplate(Shelf.Newest("dap")!, Now);
        Assert.Equal(["data", "assessment", "plan"], note.Sections.Select(s => s.Key));
    }

    [Fact]
    public void Sign_WhenEverythingIsMissing_NamesEveryReasonWithItsField()
    {
        var note = Note.Open(new(Guid.NewGuid()), new(Guid.NewGuid()), new(Guid.NewGuid()), Author, Shelf.Newest("dap")!, new("America/New_York", [Enough[0]]), Now);
        var errors = note.Sign(Shelf.Of(note), new(new(Guid.NewGuid()), "Somebody else", null), Now).Errors;
        Assert.Equal([null, null, "data", "assessment", "plan", FactFields.Place, FactFields.Attendance, FactFields.End], errors.Select(e => e.Field));
        Assert.Equal(NoteStatus.Draft, note.Status);
        Assert.Null(note.Seal);
    }

    [Fact]
    public void Sign_WhenThePlaceWasDeclinedWithAPlan_GoesThrough()
    {
        var note = Whole(new("America/New_York", [Enough[0], Enough[1], new(FactKind.PlaceDeclined, Source, "Sister has a key"), Enough[3]]));
        Assert.True(note.Sign(Shelf.Of(note), Me, Now).IsOk);
    }

    [Fact]
    public void Sign_WhenItWasATelephoneCall_NeedsNoJoinsAndLeaves()
    {
        var note = Whole(new("America/New_York", [Enough[0], Enough[1], Enough[2], new(FactKind.Modality, Source, Code: "Telephone")]));
        Assert.True(note.Sign(Shelf.Of(note), Me, Now).IsOk);
    }

    [Fact]
    public void Sign_WhenDone_LocksForGood()
    {
        var note = Signed();
        var seal = note.Seal;
        Assert.Equal(ErrorKind.Refused, Assert.Single(Save(note, "data", "Something else.").Errors).Kind);
        Assert.Equal(ErrorKind.Refused, Assert.Single(note.ChangeTemplate(Shelf.Newest("soap")!, Now).Errors).Kind);
        Assert.False(note.Refresh(new("America/New_York", [])));
        Assert.True(note.Sign(Shelf.Of(note), Me, Now.AddDays(1)).IsOk);
        Assert.False(note.Sign(Shelf.Of(note), Me with { Staff = new(Guid.NewGuid()) }, Now).IsOk);
        Assert.Equal((seal, Now), (note.Seal, note.SignedAt));
        Assert.True(note.SealIsIntact);
    }

    [Theory]
    [InlineData(nameof(Note.Sections))]
    [InlineData(nameof(Note.FactsJson))]
    [InlineData(nameof(Note.SignedName))]
    [InlineData(nameof(Note.SignedAt))]
    [InlineData(nameof(Note.Client))]
    [InlineData(nameof(Note.Author))]
    [InlineData(nameof(Note.SignedRevision))]
    public void SealIsIntact_WhenAnythingWasChangedBehindItsBack_IsFalse(string property)
    {
        var note = Signed();
        object other = property switch
        {
            nameof(Note.Sections) => (IReadOnlyList<SectionText>)[new("data", "Forged.")],
            nameof(Note.FactsJson) => note.FactsJson.Replace("Elm", "Oak", StringComparison.Ordinal),
            nameof(Note.SignedName) => "Somebody Else",
            nameof(Note.SignedAt) => Now.AddMinutes(1),
            nameof(Note.Client) => new ClientId(Guid.NewGuid()),
            nameof(Note.Author) => new StaffId(Guid.NewGuid()),
            _ => 99,
        };
        typeof(Note).GetProperty(property)!.SetValue(note, other);
        Assert.False(note.SealIsIntact);
    }

    [Fact]
    public void Add_WhenTheNoteIsADraft_IsRefused() => Assert.False(Draft().Add(Guid.NewGuid(), "More.", Me, Now).IsOk);

    [Fact]
    public void Add_WhenTextWasChangedLater_ItsSealIsBrokenAndTheNotesIsNot()
    {
        var note = Signed();
        var addendum = note.Add(Guid.NewGuid(), "The date was the 4th.", Me, Now).Value;
        Assert.True(addendum.SealIsIntact(note));
        typeof(Addendum).GetProperty(nameof(Addendum.Text))!.SetValue(addendum, "The date was the 5th.");
        Assert.False(addendum.SealIsIntact(note));
        Assert.True(note.SealIsIntact);
    }

    private static Note Draft(NoteFacts? facts = null) =>
        Note.Open(new(Guid.CreateVersion7()), new(Guid.CreateVersion7()), new(Guid.CreateVersion7()), Author, Shelf.Newest("dap")!, facts ?? new("America/New_York", Enough), Now);

    private static Note Whole(NoteFacts? facts = null)
    {
        var note = Draft(facts);
        note.Save(Shelf, NotesDesk.Whole(), new(0), Now);
        return note;
    }

    private static Note Signed()
    {
        var note = Whole();
        Assert.True(note.Sign(Shelf.Of(note), Me, Now).IsOk);
        return note;
    }

    private static Result Save(Note note, string key, string text) => note.Save(Shelf, [new(key, text)], new(note.Revision), Now);
}

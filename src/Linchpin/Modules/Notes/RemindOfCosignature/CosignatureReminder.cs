using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.RemindOfCosignature;

/// <summary>This supervisor is to be reminded of a co-signature. One message for each, so that an address that fails sends nobody else a second letter.</summary>
/// <param name="Days">Days until it is due; negative when that has passed.</param>
/// <param name="NobodySupervises">The reader is an administrator, because the author has no supervisor for that state.</param>
internal sealed record CosignatureWaits(Guid Cosignature, StaffId Reader, int Days, bool NobodySupervises) : IDomainEvent;

/// <summary>The author's note came back.</summary>
internal sealed record NoteReturned(NoteId Note, Guid Cosignature, StaffId Author) : IDomainEvent;

/// <summary>Reminds supervisors of a co-signature two days before it is due, then every three days until it is given or the note returned.</summary>
internal sealed class CosignatureReminder(CareDb care, ISupervisionLine supervision, IAccountRegister accounts, OutboxWriter outbox) : IDueWork
{
    public static readonly DutyKind Kind = new("notes.remind-of-cosignature", "Reminds supervisors of notes that wait for their co-signature", typeof(NotesWords), TimeSpan.FromHours(12));

    private const int FirstDaysBefore = 2;
    private static readonly TimeSpan Every = TimeSpan.FromDays(3);

    public static void Plan(DutyBook book, Cosignature asked)
    {
        var first = Zone.Day(asked.DueOn.AddDays(-FirstDaysBefore), Zone.Default).Start.AddHours(8);
        book.Plan(Kind.Name, $"{asked.Id}", first > asked.AskedAt ? first : asked.AskedAt);
    }

    public static void Drop(DutyBook book, Cosignature asked) => book.Drop(Kind.Name, $"{asked.Id}");

    public async Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
    {
        var id = Guid.Parse(turn.Key, CultureInfo.InvariantCulture);
        var asked = await care.Set<Cosignature>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && c.Status == CosignatureStatus.Waiting, cancel);
        if (asked is null) return DutyOutcome.Done;
        var above = await supervision.SupervisorsAsync(asked.Author, asked.Place, cancel);
        var nobody = above.Count == 0;
        var days = asked.DueOn.DayNumber - Zone.DayAt(turn.Now, Zone.Default).DayNumber;
        foreach (var reader in nobody ? await accounts.StaffInAsync(ProgrammeRoles.Admin, cancel) : above) outbox.Publish(new CosignatureWaits(id, reader, days, nobody));
        return DutyOutcome.AgainAt(turn.Now + Every);
    }
}

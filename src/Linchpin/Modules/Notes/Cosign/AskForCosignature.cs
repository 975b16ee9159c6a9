using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.RemindOfCosignature;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;

namespace Linchpin.Modules.Notes.Cosign;

/// <summary>Opens a round of co-signing; written with the next save of the scope.</summary>
internal sealed class AskForCosignature(CareDb care, CosignatureRules rules, DutyBook duties, IAuditTrail audit)
{
    public void Open(Note note, int round, UsState? place, DateTimeOffset now)
    {
        var asked = Cosignature.Ask(Guid.CreateVersion7(now), note, round, place, rules.For(place, Zone.DayAt(now, Zone.Default)), now);
        care.Add(asked);
        CosignatureReminder.Plan(duties, asked);
        audit.Record(new AuditEvent("note.cosign-ask", "Note", note.Id.Value, note.Client, Detail: FormattableString.Invariant($"round:{round};due:{asked.DueOn:yyyy-MM-dd}")));
    }
}

using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Room.Chat;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Sessions.WholeRecord;

/// <summary>What happened in each session: where they were, who was there, what was agreed, and which license decided.</summary>
internal sealed class SessionsPart(CareDb care, IStaffDirectory staff, IStringLocalizer<SessionsWords> words) : IRecordPart
{
    public int Order => 50;

    public string Name => "sessions";

    public IReadOnlyList<Type> Covers => [typeof(SessionRecord), typeof(CheckIn), typeof(GateDecision), typeof(AttendanceSpan)];

    public IReadOnlyDictionary<Type, string> LeavesOut { get; } = new Dictionary<Type, string>
    {
        [typeof(Jotting)] = "The worker's own scribbles, kept apart from the record (45 CFR 164.501, psychotherapy notes).",
        [typeof(RoomChatLine)] = "No part of the record: forgotten when the session ends.",
        [typeof(ExceptionNotice)] = "Which of the staff was told; the exception itself is there.",
    };

    public async Task<RecordChapter> ReadAsync(RecordAsked asked, CancellationToken cancel)
    {
        var held = await care.Set<SessionRecord>().AsNoTracking().Where(s => s.Client == asked.Client).OrderBy(s => s.StartedAt).ToListAsync(cancel);
        var checkIns = (await care.Set<CheckIn>().AsNoTracking().Where(c => c.Client == asked.Client).OrderBy(c => c.At).ToListAsync(cancel)).ToLookup(c => c.Session);
        var theirs = care.Set<SessionRecord>().Where(s => s.Client == asked.Client).Select(s => s.Id);
        var decisions = (await care.Set<GateDecision>().AsNoTracking().Where(g => theirs.Contains(g.Session)).OrderBy(g => g.At).ToListAsync(cancel)).ToLookup(g => g.Session);
        var stays = (await care.Set<AttendanceSpan>().AsNoTracking().Where(a => theirs.Contains(a.Session) && a.Who == SeatRole.Client).OrderBy(a => a.JoinedAt).ToListAsync(cancel)).ToLookup(a => a.Session);
        var names = await staff.CardsAsync([.. held.Select(s => s.Worker).Distinct()], cancel);
        List<RecordEntry> entries = [];
        foreach (var session in held)
        {
            var entry = asked.Entry(words["Session"])
                .With("with", words["With"], names.GetValueOrDefault(session.Worker)?.DisplayName ?? session.Worker.ToString())
                .With("started", words["Began"], session.StartedAt)
                .With("ended", words["Ended"], session.EndedAt)
                .With("agenda", words["Agenda"], string.Join("; ", session.Agenda))
                .With("agreed", words["What you agreed"], session.Agreed)
                .With("nextSteps", words["Next steps"], session.NextSteps);
            foreach (var checkIn in checkIns[session.Id])
            {
                entry.With("place", words["Where you were"], checkIn.Place?.ToString() ?? checkIn.State?.Name ?? checkIn.DeclinedPlan)
                    .With("callback", words["Call back on"], checkIn.Callback?.E164, checkIn.Callback?.ToString())
                    .With("company", words["Who was with you"], checkIn.CompanyWho)
                    .With("emergencyContact", words["Emergency contact"], checkIn.EmergencyContact);
            }

            foreach (var stay in stays[session.Id]) entry.With("joined", words["You joined"], stay.JoinedAt).With("left", words["You left"], stay.LeftAt ?? stay.SeenAt);
            foreach (var decision in decisions[session.Id]) entry.With("license", words["License that decided"], decision.Licence).With("emergencyException", words["Held as an emergency"], decision.EmergencyReason);
            entries.Add(entry);
        }

        return new RecordChapter(words["Your sessions"], entries);
    }
}

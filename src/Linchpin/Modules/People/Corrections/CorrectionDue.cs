using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.Corrections;

/// <summary>This person is to be told that a request to correct a record waits.</summary>
internal sealed record CorrectionWaits(Guid Request, StaffId Staff, DateOnly DueOn) : IDomainEvent;

/// <summary>Tells whoever answers for privacy that a client asked for a correction: at once, two weeks before the last day, on the last day, and then every week
/// until it is answered. Today shows it to the care team all the while.</summary>
internal sealed class CorrectionDue(CareDb care, OutboxWriter outbox, IAccountRegister accounts, IStaffDirectory staff) : IDueWork
{
    public static readonly DutyKind Kind = new("people.correction-due", "Reminds people of corrections that clients asked for", typeof(CorrectionWords), TimeSpan.FromHours(12));

    private const int DaysBefore = 14;
    private const int DaysOverdue = 7;

    public static void Plan(DutyBook book, CorrectionRequest request, DateTimeOffset now) => book.Plan(Kind.Name, Key(request.Id), now);

    /// <summary>Without telling now: somebody is at it.</summary>
    public static void PlanNext(DutyBook book, CorrectionRequest request, DateTimeOffset now) => book.Plan(Kind.Name, Key(request.Id), NextAfter(now, request.DueOn));

    public static void Drop(DutyBook book, CorrectionRequest request) => book.Drop(Kind.Name, Key(request.Id));

    public async Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
    {
        var id = Guid.Parse(turn.Key, CultureInfo.InvariantCulture);
        var request = await care.Set<CorrectionRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.Status == CorrectionStatus.Open, cancel);
        if (request is null) return DutyOutcome.Done;
        foreach (var officer in await OfficersAsync(cancel)) outbox.Publish(new CorrectionWaits(id, officer, request.DueOn));
        return DutyOutcome.AgainAt(NextAfter(turn.Now, request.DueOn));
    }

    internal static DateTimeOffset NextAfter(DateTimeOffset now, DateOnly dueOn)
    {
        var warning = Zone.Day(dueOn.AddDays(-DaysBefore), Zone.Default).Start;
        var last = Zone.Day(dueOn, Zone.Default).Start;
        return now < warning ? warning : now < last ? last : Zone.Day(Zone.DayAt(now, Zone.Default).AddDays(DaysOverdue), Zone.Default).Start;
    }

    // Where nobody answers for privacy, the administrators do.
    private async Task<IReadOnlyList<StaffId>> OfficersAsync(CancellationToken cancel)
    {
        foreach (var role in new[] { ProgrammeRoles.Privacy, ProgrammeRoles.Admin })
        {
            var holders = await accounts.StaffInAsync(role, cancel);
            StaffId[] reachable = [.. (await staff.ActiveAsync([.. holders.Distinct()], cancel)).Where(s => s.Email is not null).Select(s => s.Id)];
            if (reachable.Length > 0) return reachable;
        }

        return [];
    }

    private static string Key(Guid request) => request.ToString("D", CultureInfo.InvariantCulture);
}

/// <summary>Tells one person by mail. The letter names nobody and nothing of the record: it leads to the page that does.</summary>
internal sealed class TellOfCorrection(CareDb care, IStaffDirectory staff, IMailTransport mail, PublicUrl site) : IConsumer<CorrectionWaits>
{
    public async Task TakeAsync(CorrectionWaits @event, Guid messageId, CancellationToken cancel)
    {
        if (!await care.Set<CorrectionRequest>().AnyAsync(r => r.Id == @event.Request && r.Status == CorrectionStatus.Open, cancel)) return;
        if ((await staff.CardAsync(@event.Staff, cancel))?.Email is not { } address) return;
        var last = @event.DueOn.ToString("D", CultureInfo.GetCultureInfo("en-US"));
        await mail.SendAsync(new Letter(address, "Linchpin: a request to correct a record waits",
            $"A client asked that their record be corrected. The law gives until {last} to answer (45 CFR 164.526). Read it, and see whether it is answered in time:\n\n{site.Of("/admin/corrections")}\n"), messageId, cancel);
    }
}

internal static class CorrectionRegistration
{
    public static IServiceCollection AddCorrections(this IServiceCollection services) => services
        .AddScoped<CorrectionsInReach>().AddScoped<OpenCorrection>().AddScoped<AskForCorrectionHandler>().AddScoped<AnswerCorrectionHandler>().AddScoped<ReadCorrections>()
        .AddScoped<ICorrectionWatch>(scope => scope.GetRequiredService<ReadCorrections>())
        .AddDuty<CorrectionDue>(CorrectionDue.Kind)
        .AddConsumer<CorrectionWaits, TellOfCorrection>("people.tell-of-correction")
        .AddSingleton(new MeSection(70, "corrections", "Corrections you asked for", typeof(CorrectionWords), typeof(OwnCorrectionsSection)))
        .AddSingleton(new ChartSection(90, "corrections", "Corrections the client asked for", typeof(CorrectionWords), typeof(CorrectionsSection)));
}

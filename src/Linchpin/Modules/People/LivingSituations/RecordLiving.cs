using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;

namespace Linchpin.Modules.People.LivingSituations;

[ValidatableType]
public sealed class LivingForm
{
    /// <summary>Made when the form is shown: posting the same form twice records one move.</summary>
    public Guid Id { get; set; }

    /// <summary>The version of the entry that was shown; 0 for a new one.</summary>
    public int Version { get; set; }

    public string? Shown { get; set; }

    [Required(ErrorMessage = "Choose where they live.")]
    public string? HudCode { get; set; }

    public DateOnly? From { get; set; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Through { get; set; }

    internal static IReadOnlyList<FormField<LivingForm>> Fields { get; } =
    [
        new("HudCode", "Where they live", f => f.HudCode, (f, v) => f.HudCode = v, code => HudLivingSituations.Find(code)?.Label ?? code),
        FormField<LivingForm>.Day("From", "First day", f => f.From, (f, v) => f.From = v),
        FormField<LivingForm>.Day("Through", "Last day", f => f.Through, (f, v) => f.Through = v),
    ];

    internal static LivingForm Of(LivingSituation living)
    {
        var form = new LivingForm { Id = living.Id, Version = living.Version, HudCode = living.HudCode, From = living.From, Through = living.Through };
        form.Shown = Clash.Remember(Fields, form);
        return form;
    }
}

/// <summary>Records a move, or corrects one.</summary>
internal sealed class RecordLivingHandler(ChangeClient change)
{
    public Task<Result> HandleAsync(ClientId id, LivingForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.living-situation", (client, now) =>
        {
            var recorded = client.RecordLiving(form.Id, form.HudCode, form.From, form.Through, form.Version, Zone.DayAt(now, client.TimeZone), now);
            return recorded.IsOk ? "living:" + form.Id : Result<string>.Fail(recorded.Errors);
        }, cancel);

    public Task<Result> WithdrawAsync(ClientId id, Guid living, int version, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.living-situation.withdraw", (client, now) =>
        {
            var withdrawn = client.WithdrawLiving(living, version, now);
            return withdrawn.IsOk ? "living:" + living : Result<string>.Fail(withdrawn.Errors);
        }, cancel);
}

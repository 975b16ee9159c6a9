using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.EditClient;

[ValidatableType]
public sealed class EditClientForm : ClientForm
{
    /// <summary>The version of the record that the form was filled from.</summary>
    public int Version { get; set; }

    /// <summary>The fields as they were shown, see <see cref="Clash.Remember"/>.</summary>
    public string? Shown { get; set; }

    /// <summary>What this page changes: where they live has a history of its own.</summary>
    internal static IReadOnlyList<FormField<ClientForm>> Changeable { get; } = [.. ClientForm.Fields.Where(f => !f.Name.StartsWith("Home", StringComparison.Ordinal))];

    internal static EditClientForm Of(Client client)
    {
        var form = new EditClientForm { Version = client.Version };
        form.Fill(client.Details);
        form.Shown = Clash.Remember(Changeable, form);
        return form;
    }
}

/// <summary>Changes who a client is and how they are reached.</summary>
internal sealed class EditClientHandler(ChangeClient change)
{
    public Task<Result> HandleAsync(ClientId id, EditClientForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.change", (client, now) =>
        {
            var typed = form.Check(now, withHome: false);
            if (!typed.IsOk) return Result<string>.Fail(typed.Errors);
            var details = typed.Value with { Home = client.Home };
            if (client.Details.SameAs(details)) return "";
            var stored = EditClientForm.Of(client);
            // A contact or a move added meanwhile also raises the version; only a change of these very fields is a clash.
            if (form.Version != client.Version && !Clash.IsUntouched(EditClientForm.Changeable, stored, form.Shown)) return Error.Stale;
            client.Change(details, now);
            return "fields:" + string.Join(',', Clash.Between(EditClientForm.Changeable, form, stored, null).Select(c => c.Field));
        }, cancel);
}

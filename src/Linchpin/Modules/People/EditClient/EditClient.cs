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

    internal static EditClientForm Of(Client client)
    {
        var form = new EditClientForm { Version = client.Version };
        form.Fill(client.Details);
        form.Shown = Clash.Remember(Fields, form);
        return form;
    }
}

/// <summary>Changes who a client is and how they are reached.</summary>
internal sealed class EditClientHandler(ChangeClient change)
{
    public Task<Result> HandleAsync(ClientId id, EditClientForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.change", (client, now) =>
        {
            var details = form.Check(now);
            if (!details.IsOk) return Result<string>.Fail(details.Errors);
            if (client.Details.SameAs(details.Value)) return "";
            var stored = EditClientForm.Of(client);
            // A contact or a move added meanwhile also raises the version; only a change of these very fields is a clash.
            if (form.Version != client.Version && !Clash.IsUntouched(ClientForm.Fields, stored, form.Shown)) return Error.Stale;
            client.Change(details.Value, now);
            return "fields:" + string.Join(',', Clash.Between(ClientForm.Fields, form, stored, null).Select(c => c.Field));
        }, cancel);
}

using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;

namespace Linchpin.Modules.People.SafeContact;

/// <summary>Writes down what the client agreed to: who interprets, and what is safe on each of their telephones and addresses.</summary>
internal sealed class AgreeOnContactHandler(ChangeClient change)
{
    public Task<Result> HandleAsync(ClientId id, SafeContactForm form, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.safe-contact", (client, now) =>
        {
            var stored = SafeContactForm.Of(client);
            var fields = SafeContactForm.FieldsFor(client);
            List<Error> errors = [];
            var interpreter = Interpreter(form, errors);
            List<SafeChannel> channels = [];
            foreach (var contact in client.Contacts)
            {
                var place = form.Channels.FindIndex(c => c.Key == ChannelForm.KeyOf(contact));
                // Added since the form was shown: nobody was asked about it, and what stands there stays.
                if (place < 0) channels.AddRange(client.SafeChannels.Where(s => s.IsFor(contact)));
                else if (form.Channels[place].Check(contact, FormattableString.Invariant($"Channels[{place}].")) is { IsOk: true } made) channels.AddRange(made.Value is { } agreed ? [agreed] : []);
                else errors.AddRange(form.Channels[place].Check(contact, FormattableString.Invariant($"Channels[{place}].")).Errors);
            }

            if (errors.Count > 0) return Result<string>.Fail(errors);
            if (client.Interpreter == interpreter && client.SafeChannels.SequenceEqual(channels)) return "";
            if (form.Version != client.Version && !Clash.IsUntouched(fields, stored, form.Shown)) return Error.Stale;
            client.AgreeOnContact(interpreter, channels, now);
            return "";
        }, cancel);

    private static InterpreterNeed? Interpreter(SafeContactForm form, List<Error> errors)
    {
        if (Text.Clean(form.InterpreterLanguage) is not { } language)
        {
            if (Text.CleanLines(form.InterpreterNote) is not null) errors.Add(Error.Invalid("InterpreterLanguage", "Choose the language to interpret."));
            return null;
        }

        var made = InterpreterNeed.Create(language, Enum.TryParse<InterpreterMode>(form.InterpreterMode, out var mode) && Enum.IsDefined(mode) ? mode : InterpreterMode.Video, form.InterpreterNote);
        errors.AddRange(made.Errors);
        return made.IsOk ? made.Value : null;
    }
}

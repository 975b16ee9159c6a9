using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.SafeContact;

/// <summary>One telephone or address, and what is safe on it.</summary>
[ValidatableType]
public sealed class ChannelForm
{
    /// <summary>"Phone:+14105550123": which contact point it is about.</summary>
    public string Key { get; set; } = "";

    /// <summary>"unsafe", "agreed", or empty while nobody has asked.</summary>
    public string? Standing { get; set; }

    public string? Message { get; set; } = "no";

    public string? Write { get; set; } = "no";

    public string? Said { get; set; } = nameof(MaySay.Nothing);

    public TimeOnly? From { get; set; }

    public TimeOnly? Until { get; set; }

    public bool Monday { get; set; }

    public bool Tuesday { get; set; }

    public bool Wednesday { get; set; }

    public bool Thursday { get; set; }

    public bool Friday { get; set; }

    public bool Saturday { get; set; }

    public bool Sunday { get; set; }

    public string? Note { get; set; }

    internal static string KeyOf(ContactPoint contact) => $"{contact.Kind}:{contact.Value}";

    internal static ChannelForm Of(ContactPoint contact, SafeChannel? agreed)
    {
        var days = agreed is { IsUnsafe: false } ? agreed.Days : Weekdays.All;
        bool On(Weekdays day) => days.HasFlag(day);
        return new ChannelForm
        {
            Key = KeyOf(contact), Standing = agreed is null ? null : agreed.IsUnsafe ? "unsafe" : "agreed", Message = agreed is { MayLeaveMessage: true } ? "yes" : "no",
            Write = agreed is { MayWrite: true } ? "yes" : "no", Said = (agreed?.Said ?? MaySay.Nothing).ToString(), From = agreed?.From, Until = agreed?.Until, Note = agreed?.Note,
            Monday = On(Weekdays.Monday), Tuesday = On(Weekdays.Tuesday), Wednesday = On(Weekdays.Wednesday), Thursday = On(Weekdays.Thursday), Friday = On(Weekdays.Friday),
            Saturday = On(Weekdays.Saturday), Sunday = On(Weekdays.Sunday),
        };
    }

    /// <summary>Null while nothing was agreed.</summary>
    internal Result<SafeChannel?> Check(ContactPoint contact, string prefix)
    {
        if (Standing is not ("unsafe" or "agreed")) return (SafeChannel?)null;
        var made = SafeChannel.Create(
            contact, Standing == "unsafe", Message == "yes", Write == "yes", Enum.TryParse<MaySay>(Said, out var said) && Enum.IsDefined(said) ? said : MaySay.Nothing, From, Until, Days, Note, prefix);
        return made.IsOk ? made.Value : Result<SafeChannel?>.Fail(made.Errors);
    }

    internal Weekdays Days
    {
        get => On(Monday, Weekdays.Monday) | On(Tuesday, Weekdays.Tuesday) | On(Wednesday, Weekdays.Wednesday) | On(Thursday, Weekdays.Thursday) | On(Friday, Weekdays.Friday) | On(Saturday, Weekdays.Saturday) | On(Sunday, Weekdays.Sunday);
        set => (Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday) =
            (value.HasFlag(Weekdays.Monday), value.HasFlag(Weekdays.Tuesday), value.HasFlag(Weekdays.Wednesday), value.HasFlag(Weekdays.Thursday), value.HasFlag(Weekdays.Friday), value.HasFlag(Weekdays.Saturday), value.HasFlag(Weekdays.Sunday));
    }

    private static Weekdays On(bool chosen, Weekdays day) => chosen ? day : Weekdays.None;
}

[ValidatableType]
public sealed class SafeContactForm
{
    public int Version { get; set; }

    public string? Shown { get; set; }

    /// <summary>Empty when no interpreter is needed.</summary>
    public string? InterpreterLanguage { get; set; }

    public string? InterpreterMode { get; set; } = nameof(Domain.InterpreterMode.Video);

    public string? InterpreterNote { get; set; }

    public List<ChannelForm> Channels
    {
        get;
        // A form of somebody who can't be reached by anything carries no channel, and then the framework sets null.
        set => field = value ?? [];
    } = [];

    /// <summary>The fields of this form: as many groups as the client has ways to be reached.</summary>
    internal static IReadOnlyList<FormField<SafeContactForm>> FieldsFor(Client client)
    {
        List<FormField<SafeContactForm>> fields =
        [
            new("InterpreterLanguage", "Interpreter", f => f.InterpreterLanguage, (f, v) => f.InterpreterLanguage = v, SpokenLanguages.NameOf),
            new("InterpreterMode", "How they interpret", f => f.InterpreterLanguage is null ? null : f.InterpreterMode, (f, v) => f.InterpreterMode = v ?? f.InterpreterMode, SafeContactWords.Mode),
            new("InterpreterNote", "What the interpreter must know", f => f.InterpreterNote, (f, v) => f.InterpreterNote = v),
        ];
        foreach (var contact in client.Contacts)
        {
            var key = ChannelForm.KeyOf(contact);
            fields.Add(Part(key, contact.Shown, c => c.Standing, (c, v) => c.Standing = v, SafeContactWords.Standing));
            fields.Add(Part(key, contact.Shown, c => Agreed(c, c.Message == "yes" ? "message" : "no message"), (c, v) => c.Message = v == "message" ? "yes" : "no", SafeContactWords.Yes));
            fields.Add(Part(key, contact.Shown, c => Agreed(c, c.Write == "yes" ? "write" : "no writing"), (c, v) => c.Write = v == "write" ? "yes" : "no", SafeContactWords.Yes));
            fields.Add(Part(key, contact.Shown, c => Agreed(c, c.Said), (c, v) => c.Said = v, SafeContactWords.Said));
            fields.Add(Part(key, contact.Shown, c => Agreed(c, Hours(c)), SetHours));
            fields.Add(Part(key, contact.Shown, c => Agreed(c, c.Days.ToString()), (c, v) => c.Days = Enum.TryParse<Weekdays>(v, out var days) ? days : Weekdays.None));
            fields.Add(Part(key, contact.Shown, c => c.Note, (c, v) => c.Note = v));
        }

        // Each group has several; their names tell them apart.
        return [.. fields.Select((f, n) => f with { Name = f.Name + "-" + n.ToString(CultureInfo.InvariantCulture) })];
    }

    internal static SafeContactForm Of(Client client)
    {
        var form = new SafeContactForm
        {
            Version = client.Version, InterpreterLanguage = client.Interpreter?.Language, InterpreterMode = (client.Interpreter?.Mode ?? Domain.InterpreterMode.Video).ToString(),
            InterpreterNote = client.Interpreter?.Note, Channels = [.. client.Contacts.Select(c => ChannelForm.Of(c, client.SafeChannels.FirstOrDefault(s => s.IsFor(c))))],
        };
        form.Shown = Clash.Remember(FieldsFor(client), form);
        return form;
    }

    private static FormField<SafeContactForm> Part(string key, string label, Func<ChannelForm, string?> get, Action<ChannelForm, string?> set, Func<string, string>? words = null) => new(
        key, label,
        form => form.Channels.Find(c => c.Key == key) is { } channel ? get(channel) : null,
        (form, value) =>
        {
            if (form.Channels.Find(c => c.Key == key) is { } channel) set(channel, value);
        }, words);

    // What stands beside an unsafe number was never agreed to.
    private static string? Agreed(ChannelForm channel, string? value) => channel.Standing == "agreed" ? value : null;

    private static string? Hours(ChannelForm c) => c.From is null && c.Until is null ? null : string.Create(CultureInfo.InvariantCulture, $"{c.From:HH\\:mm}-{c.Until:HH\\:mm}");

    private static void SetHours(ChannelForm channel, string? value)
    {
        var parts = (value ?? "").Split('-');
        channel.From = TimeOnly.TryParseExact(parts[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from) ? from : null;
        channel.Until = parts.Length > 1 && TimeOnly.TryParseExact(parts[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) ? until : null;
    }
}

using System.Globalization;
using Linchpin.Modules.People.Domain;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.SafeContact;

/// <summary>What is safe, in words; the English ones are keys of the module's words.</summary>
internal static class SafeContactWords
{
    private static readonly Weekdays[] EachDay = [Weekdays.Monday, Weekdays.Tuesday, Weekdays.Wednesday, Weekdays.Thursday, Weekdays.Friday, Weekdays.Saturday, Weekdays.Sunday];

    public static string Standing(string code) => code switch { "unsafe" => "Never use it", "agreed" => "Agreed with the client", _ => "Not asked yet" };

    public static string Mode(string code) => code switch
    {
        nameof(InterpreterMode.Phone) => "By phone",
        nameof(InterpreterMode.InPerson) => "In person",
        nameof(InterpreterMode.Written) => "In writing",
        _ => "By video",
    };

    public static string Said(string code) => code switch
    {
        nameof(MaySay.CallBack) => "Only to call back",
        nameof(MaySay.Appointment) => "That there is an appointment",
        nameof(MaySay.Anything) => "Anything",
        _ => "Nothing",
    };

    public static string Yes(string code) => code switch
    {
        "message" => "A voicemail may be left",
        "write" => "We may write",
        "no writing" => "Do not write",
        _ => "Leave no voicemail",
    };

    /// <summary>What was agreed about a channel, in short sentences, the most important first.</summary>
    public static IEnumerable<string> Of(SafeChannel channel, IStringLocalizer<ClientWords> words)
    {
        if (channel.IsUnsafe) yield break;
        if (channel.Kind is ContactKind.Phone) yield return words[channel.MayLeaveMessage ? "A voicemail may be left" : "Leave no voicemail"];
        yield return words[channel.MayWrite ? "We may write" : "Do not write"];
        yield return words["May be said: {0}", words[Said(channel.Said.ToString())].Value];
        if (channel.From is { } from && channel.Until is { } until) yield return words["from {0} to {1} their time", Time(from), Time(until)];
        if (channel.Days is not Weekdays.All) yield return string.Join(", ", EachDay.Where(d => channel.Days.HasFlag(d)).Select(NameOf));
    }

    private static string Time(TimeOnly time) => time.ToString("t", CultureInfo.CurrentCulture);

    private static string NameOf(Weekdays day) => CultureInfo.CurrentCulture.DateTimeFormat.GetDayName((DayOfWeek)((Array.IndexOf(EachDay, day) + 1) % 7));
}

using Linchpin.Modules.Assessments.Domain;
using Linchpin.Shell.Components;
using Linchpin.Shell.Components.Icons;

namespace Linchpin.Modules.Assessments;

/// <summary>How states are called on the pages (keys of <see cref="AssessmentsWords"/>), and the icon that goes with the words.</summary>
internal static class InWords
{
    public static string Key(this ScreenOutcome outcome) => outcome switch
    {
        ScreenOutcome.Positive => "Suspected need",
        ScreenOutcome.NegativeScreen => "No need found",
        ScreenOutcome.Declined => "Declined to answer",
        _ => "Not known: answers are missing",
    };

    public static Tone Tone(this ScreenOutcome outcome) => outcome switch
    {
        ScreenOutcome.Positive => Shell.Components.Tone.Caution,
        ScreenOutcome.NegativeScreen => Shell.Components.Tone.Good,
        _ => Shell.Components.Tone.Neutral,
    };

    public static Glyph Glyph(this ScreenOutcome outcome) => outcome switch
    {
        ScreenOutcome.Positive => Shell.Components.Icons.Glyph.Warning,
        ScreenOutcome.NegativeScreen => Shell.Components.Icons.Glyph.Check,
        ScreenOutcome.Declined => Shell.Components.Icons.Glyph.Close,
        _ => Shell.Components.Icons.Glyph.Info,
    };

    public static string Key(this WhyMissing why) => why switch
    {
        WhyMissing.Declined => "declined",
        WhyMissing.NotKnown => "not known",
        _ => "left blank",
    };

    public static string Key(this ScreenMode mode) => mode == ScreenMode.OwnScreen ? "On the client's own screen" : "Read aloud";

    public static string Key(this NeedStatus status) => status switch
    {
        NeedStatus.Confirmed => "Confirmed with the client",
        NeedStatus.Refuted => "Ruled out with the client",
        NeedStatus.Resolved => "Resolved",
        NeedStatus.EnteredInError => "Marked as a mistake",
        _ => "Suspected",
    };


    public static string Key(this ClientWish wish) => wish switch
    {
        ClientWish.WantsHelp => "Wants help with it",
        ClientWish.NotNow => "Not now",
        ClientWish.AlreadyHasHelp => "Already has help",
        _ => "Undecided",
    };
}

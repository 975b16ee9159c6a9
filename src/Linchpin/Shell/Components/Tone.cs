namespace Linchpin.Shell.Components;

/// <summary>How much a piece of a page asks of its reader. Colour follows from it, but an icon and words always say it too.</summary>
public enum Tone
{
    Neutral,
    Good,
    Caution,
    Urgent,
    Info,
}

internal static class ToneLook
{
    public static string CssClass(this Tone tone) => tone switch
    {
        Tone.Good => "tone-good",
        Tone.Caution => "tone-caution",
        Tone.Urgent => "tone-urgent",
        Tone.Info => "tone-info",
        _ => "tone-neutral",
    };

    public static Icons.Glyph Glyph(this Tone tone) => tone switch
    {
        Tone.Good => Icons.Glyph.Check,
        Tone.Caution => Icons.Glyph.Warning,
        Tone.Urgent => Icons.Glyph.Alarm,
        Tone.Info => Icons.Glyph.Info,
        _ => Icons.Glyph.Dot,
    };
}

using Linchpin.Shell.Components;
using Linchpin.Shell.Components.Icons;

namespace Linchpin.Modules.People.ClientChart;

/// <summary>How the kinds of timeline entries look.</summary>
/// <param name="Word">A key of the module's words.</param>
internal sealed record TimelineLook(string Word, Glyph Glyph, Tone Tone)
{
    public static TimelineLook Of(string kind) => kind switch
    {
        "session" => new("Session", Glyph.Video, Tone.Info),
        "screen" => new("Screening", Glyph.List, Tone.Neutral),
        "need" => new("Need", Glyph.Heart, Tone.Caution),
        "move" => new("Move", Glyph.House, Tone.Neutral),
        "note" => new("Note", Glyph.Note, Tone.Neutral),
        "licence" => new("License", Glyph.Shield, Tone.Neutral),
        "emergency" => new("Emergency", Glyph.Alarm, Tone.Caution),
        "registered" => new("Registration", Glyph.Person, Tone.Good),
        _ => new("Event", Glyph.Dot, Tone.Neutral),
    };
}

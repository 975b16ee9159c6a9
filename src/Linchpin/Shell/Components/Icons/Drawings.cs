using System.Collections.Frozen;

namespace Linchpin.Shell.Components.Icons;

/// <summary>Our own drawings: one path each, on a 24 by 24 ground, stroked with round ends and never filled.</summary>
internal static class Drawings
{
    private static readonly FrozenDictionary<Glyph, string> Paths = new Dictionary<Glyph, string>
    {
        [Glyph.Alarm] = "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.5v5.5M12 16.5v.1",
        [Glyph.Arrow] = "M4 12h16M13.5 5.5 20 12l-6.5 6.5",
        [Glyph.ArrowBack] = "M20 12H4M10.5 5.5 4 12l6.5 6.5",
        [Glyph.Calendar] = "M4 6.5h16V20H4zM4 10.5h16M8.5 3.5v5M15.5 3.5v5",
        [Glyph.Camera] = "M4 7.5h3.5L9 5h6l1.5 2.5H20V19H4zM12 9.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4",
        [Glyph.CameraOff] = "M4 7.5V19h13.5M10 5h5l1.5 2.5H20v9.3M12 16.2a3.2 3.2 0 0 1-2.6-5M3 3l18 18",
        [Glyph.Chat] = "M4 5h16v11.5h-8.5L7 20.5v-4H4zM8 9.2h8M8 12.5h5",
        [Glyph.Check] = "M4.5 12.8 9.8 18 19.5 6.5",
        [Glyph.Clock] = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3.2 2.4",
        [Glyph.Close] = "M5.5 5.5l13 13M18.5 5.5l-13 13",
        [Glyph.Dot] = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8",
        [Glyph.Download] = "M12 3.5v12M6.8 10.6 12 15.8l5.2-5.2M4 20.5h16",
        [Glyph.Edit] = "M4.5 19.5l1-4.2L16 4.8l3.2 3.2L8.7 18.5zM13.7 7.1l3.2 3.2",
        [Glyph.Food] = "M6 3.5v5.2a2.5 2.5 0 0 0 5 0V3.5M8.5 3.5v17M17 20.5v-7h-2.5c0-5 .8-8.5 2.5-10z",
        [Glyph.Globe] = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.8 12h16.4M12 3.5c-5 4.6-5 12.4 0 17 5-4.6 5-12.4 0-17",
        [Glyph.Heart] = "M12 20C5.6 15.4 3.5 12.2 3.5 8.9A4.4 4.4 0 0 1 12 7.3a4.4 4.4 0 0 1 8.5 1.6c0 3.3-2.1 6.5-8.5 11.1z",
        [Glyph.House] = "M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-5.5h4V20",
        [Glyph.Info] = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5.5M12 7.6v.1",
        [Glyph.List] = "M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1",
        [Glyph.Lock] = "M5.5 10.5h13V20h-13zM8.5 10.5V7.4a3.5 3.5 0 0 1 7 0v3.1M12 14v2.5",
        [Glyph.MapPin] = "M12 20.8C8 16.4 5.8 13.1 5.8 10a6.2 6.2 0 0 1 12.4 0c0 3.1-2.2 6.4-6.2 10.8zM12 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4",
        [Glyph.Mic] = "M12 3.5a2.8 2.8 0 0 0-2.8 2.8v5a2.8 2.8 0 0 0 5.6 0v-5A2.8 2.8 0 0 0 12 3.5M5.8 11.3a6.2 6.2 0 0 0 12.4 0M12 17.5v3M8.5 20.5h7",
        [Glyph.MicOff] = "M9.2 9.2v2.1a2.8 2.8 0 0 0 4.4 2.3M14.8 10.4V6.3a2.8 2.8 0 0 0-5.2-1.4M5.8 11.3a6.2 6.2 0 0 0 9.8 5M18.2 11.3c0 1-.2 1.9-.6 2.7M12 17.5v3M8.5 20.5h7M3 3l18 18",
        [Glyph.Moon] = "M19.8 14.2A8.3 8.3 0 0 1 9.8 4.2a8.3 8.3 0 1 0 10 10z",
        [Glyph.Note] = "M5.5 3.5H15l3.5 3.5v13.5h-13zM15 3.5V7h3.5M8.8 11.5h6.4M8.8 15.5h4.4",
        [Glyph.People] = "M9 4.5a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6M2.8 19.5c.4-4 2.7-6 6.2-6s5.8 2 6.2 6M15.5 4.9a3.3 3.3 0 0 1 0 5.9M17.3 14c2.4.6 3.7 2.4 4 5.5",
        [Glyph.Person] = "M12 4a3.8 3.8 0 1 0 0 7.6A3.8 3.8 0 0 0 12 4M4.8 20.5c.4-4.5 3-6.5 7.2-6.5s6.8 2 7.2 6.5",
        [Glyph.Phone] = "M8.7 4 5 4.5C4.6 12.9 11.1 19.4 19.5 19l.5-3.7-4.3-1.8-1.9 2.2c-2.5-1.2-4.3-3-5.5-5.5l2.2-1.9z",
        [Glyph.Plus] = "M12 4.5v15M4.5 12h15",
        [Glyph.Print] = "M7 8.5v-5h10v5M7 16.5H3.8v-8h16.4v8H17M7 13.5h10v7H7z",
        [Glyph.Screen] = "M3.5 4.5h17V16h-17zM8.5 20h7M12 16v4",
        [Glyph.Search] = "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.3 15.3l5.2 5.2",
        [Glyph.Shield] = "M12 3.5l7.5 2.7v5.3c0 4.3-2.6 7.2-7.5 9.3-4.9-2.1-7.5-5-7.5-9.3V6.2zM8.8 12l2.3 2.4 4.2-4.8",
        [Glyph.SignOut] = "M10.5 4H5v16h5.5M10 12h10.5M16.5 7.8l4 4.2-4 4.2",
        [Glyph.Video] = "M3 6.5h12.5v11H3zM15.5 10.5l5.5-3v9l-5.5-3",
        [Glyph.Warning] = "M12 4 2.8 20h18.4zM12 10v4.8M12 17.4v.1",
    }.ToFrozenDictionary();

    /// <summary>The path of <paramref name="glyph"/>.</summary>
    /// <exception cref="KeyNotFoundException">Somebody added a glyph and did not draw it; a test draws them all.</exception>
    public static string Path(Glyph glyph) => Paths[glyph];
}

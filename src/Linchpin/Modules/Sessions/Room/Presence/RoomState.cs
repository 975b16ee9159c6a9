using System.Text.Json.Serialization;

namespace Linchpin.Modules.Sessions.Room.Presence;

/// <summary>Everything one person's page needs to draw the room. Always sent whole: a page that missed one is right again with the next.</summary>
/// <param name="Revision">Grows with every change; a page ignores an older one.</param>
internal sealed record RoomState(long Revision, SeatState You, IReadOnlyList<SeatState> Others, bool Ended);

/// <param name="Presence">here: a page is open; returning: the connection is lost, and the seat is kept for 45 s; away.</param>
/// <param name="Knocking">In front of the door and asking.</param>
/// <param name="With">Only of oneself, a client: the name of who holds the session now.</param>
/// <param name="Stopped">Only of oneself: the licence gate says stop.</param>
/// <param name="Entry">Names one page's stay in the call. A new one means new media; null: not in the call, or not to be known by the reader.</param>
internal sealed record SeatState(
    string Who, string Role, string Name, bool Admitted, bool Removed, string Presence, bool Knocking, string? Entry, MediaState? Media, string? With = null, bool Stopped = false);

/// <summary>What a page says of its own media: what it sends, and what it truly receives ("they see me, I can't see them").</summary>
/// <param name="AudioOnly">Asks the other side to send no picture.</param>
/// <param name="Hears">Sound arrives.</param>
/// <param name="Sees">Pictures are being decoded.</param>
internal sealed record MediaState(bool Microphone, bool Camera, bool Screen, bool AudioOnly, bool Hears, bool Sees);

/// <summary>One message between two pages of the same call: either a description or a candidate.</summary>
/// <param name="To">The seat it is for.</param>
/// <param name="ToEntry">The stay it is for; one that has ended gets nothing.</param>
internal sealed record Signal(string To, string ToEntry, SignalDescription? Description, SignalCandidate? Candidate);

internal sealed record SignalDescription(string Type, string Sdp);

internal sealed record SignalCandidate(
    [property: JsonPropertyName("candidate")] string Line, string? SdpMid, int? SdpMLineIndex, string? UsernameFragment);

internal sealed record HeardSignal(string From, string FromEntry, string ToEntry, SignalDescription? Description, SignalCandidate? Candidate);

/// <param name="Done">False with a sentence for the worker.</param>
internal sealed record RoomAnswer(bool Done, string? Sentence);

internal static class SignalLimits
{
    /// <summary>Bytes of one message to the hub. A description of two media with all its candidates takes 6 to 9 KB.</summary>
    public const int LargestMessage = 32 * 1024;

    public const int LongestDescription = 24 * 1024;

    public static bool IsEntry(string? text) => text is { Length: >= 8 and <= 40 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    public static bool Allows(Signal signal) =>
        signal is { To.Length: > 0 and <= 64 } && IsEntry(signal.ToEntry) && (signal.Description, signal.Candidate) switch
        {
            ({ } description, null) => description is { Type: "offer" or "answer", Sdp.Length: <= LongestDescription } && description.Sdp.StartsWith("v=0", StringComparison.Ordinal),
            (null, { } candidate) => candidate is { Line.Length: <= 1024, SdpMid: null or { Length: <= 32 }, SdpMLineIndex: null or (>= 0 and < 32), UsernameFragment: null or { Length: <= 256 } },
            _ => false,
        };
}

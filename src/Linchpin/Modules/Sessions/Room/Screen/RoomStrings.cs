using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Sessions.Room.Screen;

/// <summary>The words that the elements say by themselves. They travel in the page, in the reader's language; a test holds these lists and the scripts together.</summary>
internal static class RoomStrings
{
    public static IReadOnlyList<string> OfCall { get; } =
    [
        "Device",
        "The screen can't be shared here.",
        "This page is no longer part of the session. Open your link again, or sign in again.",
        "The session has ended.",
        "You have been moved out of the call.",
        "You are not in the call yet.",
        "The call is open in another window.",
        "You left the call.",
        "The connection is interrupted. We are trying again.",
        "The call starts when you let {0} in.",
        "Joining the call.",
        "Connected with {0}.",
        "Connected with {0}. Chat comes back in a moment.",
        "{0} lost the connection. The place is kept, and the call goes on by itself.",
        "Waiting for {0}.",
        "Connecting with {0}.",
        "Your browser doesn't let us use the microphone. Allow it beside the address, then load the page again.",
        "No microphone was found. Plug one in, or call by phone.",
        "Another program is using the microphone. Close it; we try again when it is free.",
        "The microphone doesn't work. Call by phone if you can't be heard.",
        "Your browser doesn't let us use the camera. The call goes on with sound.",
        "No camera was found. The call goes on with sound.",
        "Another program is using the camera. The call goes on with sound.",
        "The camera doesn't work. The call goes on with sound.",
        "{0} can't hear you yet.",
        "{0} chose sound only, so no picture is sent.",
    ];

    public static IReadOnlyList<string> OfChat { get; } =
    [
        "You",
        "Not sent yet. It goes out when the connection is back.",
    ];

    public static IReadOnlyList<string> OfLobby { get; } =
    [
        "That did not reach the server. Try again in a moment.",
        "This page is no longer part of the session. Open your link again.",
        "The session has ended. You can close this page.",
        "{0} has moved you out of the call. You can ask to come back.",
        "You are in.",
        "Opening the waiting room.",
        "You are in the waiting room. {0} is not here yet and will see at once that you are waiting.",
        "You are in the waiting room. {0} knows that you are here and will let you in.",
        "You are in the waiting room. {0} knows that you are here and is sorting something out first. You don't need to do anything.",
        "The connection is interrupted. You keep your place; we are trying again.",
        "You have asked to come back. Wait here.",
        "{0} is waiting to come in.",
        "The license gate says stop for the place where {0} is now. The call goes on. Decide in the check-in card what to do.",
        "The connection is interrupted. We are trying again.",
        "The session has ended.",
        "{0} is not here yet.",
        "{0} lost the connection. The place is kept.",
        "{0} is outside the call.",
        "{0} is in the waiting room.",
        "{0} is let in, but not in the call.",
        "{0} is joining.",
        "{0} hears and sees you.",
        "{0} hears you.",
        "{0} sees you but doesn't hear you.",
        "{0} doesn't hear or see you yet.",
        "Somebody is waiting",
    ];

    public static IReadOnlyList<string> OfCheck { get; } =
    [
        "We played a sound. Turn up the volume if you didn't hear it.",
        "Your browser didn't play the sound. Tap the button again.",
        "Checking. This takes a few seconds.",
        "Checking.",
        "The camera works. Only you see this picture.",
        "Your browser doesn't let us use the camera. Tap the lock beside the address and allow it. You can also go on without a camera.",
        "We found no camera. You can go on without one.",
        "Another program is using the camera. Close it and check again. You can also go on without a camera.",
        "The camera doesn't start. You can go on without it.",
        "The microphone works. Say something: the bar should move.",
        "Your browser doesn't let us use the microphone. Tap the lock beside the address and allow it.",
        "We found no microphone. You can take part by phone.",
        "Another program is using the microphone. Close it and check again.",
        "The microphone doesn't start. You can take part by phone.",
        "Device",
        "We couldn't reach our server. Check your Wi-Fi or mobile data.",
        "Your network blocks live calls. Try mobile data, or call by phone.",
        "Answers in {0} ms. Receives {1} and sends {2} megabits a second.",
        "The helper for closed networks doesn't answer. If the call doesn't start, call by phone.",
        "You are ready for a video call.",
        "You are ready for a call with sound. Your camera isn't used.",
        "Your network is slow. A call with sound only will work better.",
        "You can see and be seen, but not heard. Call by phone for the sound.",
        "A phone call is your best choice today. You can still try to go on.",
    ];

    public static string Call(IStringLocalizer words) => Json(words, OfCall);

    public static string Chat(IStringLocalizer words) => Json(words, OfChat);

    public static string Lobby(IStringLocalizer words) => Json(words, OfLobby);

    public static string Check(IStringLocalizer words) => Json(words, OfCheck);

    private static string Json(IStringLocalizer words, IReadOnlyList<string> keys) =>
        JsonSerializer.Serialize(keys.ToDictionary(key => key, key => words[key].Value, StringComparer.Ordinal));
}

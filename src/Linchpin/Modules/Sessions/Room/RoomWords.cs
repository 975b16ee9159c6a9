namespace Linchpin.Modules.Sessions.Room;

/// <summary>Names the resource file of the room's words; the English text is the key.</summary>
public sealed class RoomWords;

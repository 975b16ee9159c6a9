namespace Linchpin.Modules.Team.Leave;

/// <summary>Names the resource file of the words about leave and cover; the English text is the key.</summary>
public sealed class LeaveWords;

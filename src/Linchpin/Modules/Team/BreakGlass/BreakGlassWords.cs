namespace Linchpin.Modules.Team.BreakGlass;

/// <summary>Names the resource file of the words about records opened in an emergency; the English text is the key.</summary>
public sealed class BreakGlassWords;

namespace Linchpin.Shell;

/// <summary>Names the resource files that hold the words of the frame round every page. English is the key itself.</summary>
public sealed class ShellWords;

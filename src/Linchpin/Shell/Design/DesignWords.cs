namespace Linchpin.Shell.Design;

/// <summary>Names the resource files of the page that shows every shared component.</summary>
public sealed class DesignWords;

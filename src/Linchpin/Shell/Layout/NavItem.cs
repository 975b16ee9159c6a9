using Linchpin.Shell.Components.Icons;

namespace Linchpin.Shell.Layout;

/// <summary>A link of the primary navigation. <paramref name="Text"/> is a key in ShellWords.</summary>
public sealed record NavItem(string Href, string Text, Glyph Icon)
{
    /// <summary>The value of aria-current at <paramref name="path"/> ("/clients/7"): "page" on the page itself, "true" below it, null elsewhere.</summary>
    public string? CurrentAt(string path)
    {
        if (string.Equals(path, Href, StringComparison.OrdinalIgnoreCase)) return "page";
        return path.StartsWith(Href + "/", StringComparison.OrdinalIgnoreCase) ? "true" : null;
    }
}

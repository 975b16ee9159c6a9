namespace Linchpin.Modules.Access.Contracts;

/// <summary>Where a page may send somebody back to.</summary>
public static class LocalPath
{
    /// <summary><paramref name="path"/> when it is a path of this site, otherwise <paramref name="fallback"/>. "//host" and "/\host" lead elsewhere.</summary>
    public static string Or(string? path, string fallback) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : fallback;
}

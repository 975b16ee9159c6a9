using System.Text.RegularExpressions;

namespace Linchpin.Tests.Architecture;

/// <summary>The application's own source files.</summary>
internal static partial class Sources
{
    private static readonly string[] Made = ["bin", "obj", "node_modules", "lib"];

    public static string Root { get; } = FindRoot();

    public static string Application => Path.Combine(Root, "src", "Linchpin");

    /// <summary>Files of the application that people wrote.</summary>
    public static IEnumerable<string> Files(params string[] patterns) => Walk(Application, patterns);

    /// <summary>A path as people write it in messages.</summary>
    public static string Short(string path) => Path.GetRelativePath(Root, path);

    /// <summary>The markup of a component without its comments and its code.</summary>
    public static string Markup(string razor)
    {
        var text = Comments().Replace(razor, "");
        var code = CodeBlock().Match(text);
        return code.Success ? text[..code.Index] : text;
    }

    private static IEnumerable<string> Walk(string folder, string[] patterns)
    {
        foreach (var file in patterns.SelectMany(p => Directory.EnumerateFiles(folder, p))) yield return file;
        foreach (var below in Directory.EnumerateDirectories(folder).Where(d => !Made.Contains(Path.GetFileName(d), StringComparer.Ordinal)))
            foreach (var file in Walk(below, patterns)) yield return file;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Linchpin.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests run inside the repository: they read its sources.");
    }

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^@code\b", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}

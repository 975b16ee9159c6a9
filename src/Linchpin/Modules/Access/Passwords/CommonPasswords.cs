using System.Collections.Frozen;

namespace Linchpin.Modules.Access.Passwords;

/// <summary>The passwords that people use and attackers try first. The list and its source stand in <c>Content/common-passwords.txt</c>.</summary>
internal static class CommonPasswords
{
    private const string Resource = "Linchpin.Modules.Access.Content.common-passwords.txt";
    private static readonly Lazy<FrozenSet<string>> List = new(Read);

    public static bool Has(string password) => List.Value.Contains(password);

    internal static int Count => List.Value.Count;

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not built into the program.");
        using var reader = new StreamReader(stream);
        List<string> lines = [];
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#') lines.Add(line);
        return lines.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}

namespace Linchpin.Platform.Commands;

/// <summary>A task of administration without a browser: <c>./linchpin audit verify</c>.</summary>
/// <param name="Words">The verb's words, in lower case, separated by one space.</param>
/// <param name="Usage">Its arguments and what it does, for <c>./linchpin help</c>.</param>
/// <param name="RunAsync">Does it; 0 is success, 1 a failure in words, 2 bad arguments.</param>
public sealed record AdminVerb(string Words, string Usage, Func<AdminCall, Task<int>> RunAsync);

/// <param name="Services">The application's services; make a scope.</param>
/// <param name="Arguments">What follows the verb.</param>
/// <param name="Out">Where results go.</param>
/// <param name="Error">Where complaints go.</param>
/// <param name="Cancel">Ctrl+C.</param>
public sealed record AdminCall(IServiceProvider Services, IReadOnlyList<string> Arguments, TextWriter Out, TextWriter Error, CancellationToken Cancel);

public static class AdminVerbs
{
    public static IServiceCollection AddVerb(this IServiceCollection services, string words, string usage, Func<AdminCall, Task<int>> run) =>
        services.AddSingleton(new AdminVerb(words, usage, run));

    /// <summary>True when these arguments are for a verb and not for the web server.</summary>
    public static bool AreMeant(string[] args) => args.Length > 0 && !args[0].StartsWith('-') && !args[0].Contains('=', StringComparison.Ordinal);

    /// <summary>Settings among a verb's arguments: <c>--data DIR</c>, <c>--data=DIR</c> and any <c>--Section:Key=value</c>.</summary>
    public static string[] SettingsOf(string[] args) => [.. args.Where((_, place) => IsSetting(args, place))];

    // By place, not by value: "admin" may be both a role and a name.
    private static bool IsSetting(string[] args, int place) =>
        args[place] == "--data" || (place > 0 && args[place - 1] == "--data") || args[place].StartsWith("--data=", StringComparison.Ordinal)
        || (args[place].StartsWith("--", StringComparison.Ordinal) && args[place].Split('=')[0].Contains(':', StringComparison.Ordinal));

    /// <param name="args">The command line.</param>
    /// <param name="services">The application's services.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where complaints go.</param>
    /// <param name="cancel">Ctrl+C.</param>
    /// <param name="prepare">Runs before a verb that exists, and not for help or a mistyped one.</param>
    public static async Task<int> RunAsync(string[] args, IServiceProvider services, TextWriter output, TextWriter error, CancellationToken cancel, Func<Task>? prepare = null)
    {
        string[] words = [.. args.Where((_, place) => !IsSetting(args, place))];
        var verbs = services.GetServices<AdminVerb>().OrderBy(v => v.Words, StringComparer.Ordinal).ToList();
        if (words is ["help"])
        {
            await WriteUsageAsync(verbs, output);
            return 0;
        }

        var verb = verbs.FirstOrDefault(v => words.Take(v.Words.Split(' ').Length).SequenceEqual(v.Words.Split(' '), StringComparer.Ordinal));
        if (verb is null)
        {
            await error.WriteLineAsync($"'{string.Join(' ', words)}' is not a verb of Linchpin.");
            await WriteUsageAsync(verbs, error);
            return 2;
        }

        if (prepare is not null) await prepare();
        var code = await verb.RunAsync(new AdminCall(services, [.. words.Skip(verb.Words.Split(' ').Length)], output, error, cancel));
        if (code == 2) await error.WriteLineAsync($"Usage: ./linchpin {verb.Words} {verb.Usage}");
        return code;
    }

    private static async Task WriteUsageAsync(IEnumerable<AdminVerb> verbs, TextWriter output)
    {
        await output.WriteLineAsync("Usage: ./linchpin VERB [ARGUMENTS] [--data DIR]");
        await output.WriteLineAsync("  help");
        foreach (var verb in verbs) await output.WriteLineAsync($"  {verb.Words} {verb.Usage}");
    }
}

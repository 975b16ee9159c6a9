using System.Globalization;

namespace Linchpin.Tests.Shell;

/// <summary>Runs the rest of a test in a language, and puts the old one back.</summary>
internal sealed class Speaking : IDisposable
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo _words = CultureInfo.CurrentUICulture;

    public Speaking(string language) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (_culture, _words);
}

/// <summary>The repository's own files, for tests that read source.</summary>
internal static class Source
{
    public static string Web
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Linchpin.slnx"))) return Path.Combine(folder.FullName, "src", "Linchpin");
            throw new InvalidOperationException("The tests do not run inside of the repository.");
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Linchpin.Shell;

/// <summary>The English of every word is its key, so an English page looks nothing up: a chart has hundreds of words, and each lookup would compose a key of its own only to find
/// that there is no English file. Other languages are read from their files.</summary>
internal sealed class EnglishFirst(ResourceManagerStringLocalizerFactory files) : IStringLocalizerFactory
{
    private readonly ConcurrentDictionary<Type, IStringLocalizer> _known = new();

    public IStringLocalizer Create(Type resourceSource) => _known.GetOrAdd(resourceSource, type => new Words(files.Create(type)));

    public IStringLocalizer Create(string baseName, string location) => new Words(files.Create(baseName, location));

    private sealed class Words(IStringLocalizer file) : IStringLocalizer
    {
        private static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

        public LocalizedString this[string name] => IsEnglish ? new(name, name, resourceNotFound: true) : file[name];

        public LocalizedString this[string name, params object[] arguments] =>
            IsEnglish ? new(name, string.Format(CultureInfo.CurrentCulture, name, arguments), resourceNotFound: true) : file[name, arguments];

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => file.GetAllStrings(includeParentCultures);
    }
}

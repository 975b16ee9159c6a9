using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Linchpin.Platform.Sealing;

/// <summary>The keys that seal what must not be read out of the database: ASP.NET Core's Data Protection on the files of <c>keys/</c> in the data folder, the same that
/// protect the cookies. New words are sealed with the newest key; older keys stay and open what they sealed.</summary>
/// <remarks>The framework's own ring looks for new files once a day. Here a key that somebody else made (another process, <c>./linchpin keys rotate</c>) is looked for at
/// the next words that are sealed, and at the first that ask for it.</remarks>
public sealed class KeyRing(string dataFolder) : IDisposable
{
    /// <summary>How long a key seals new words. It is the framework's own figure; afterwards it makes the next one by itself.</summary>
    public static readonly TimeSpan KeyLasts = TimeSpan.FromDays(90);

    // Data Protection takes keys that become active within this time for active (DefaultKeyResolver).
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    // Data Protection begins what it sealed with 09 F0 C9 F0 and the key's 16 bytes; 28 characters are the first 21 bytes.
    private const string Opening = "CfDJ8";
    private const int CharactersOfHead = 28;
    private const int BytesOfMark = 4;

    private readonly Lock _gate = new();
    private volatile Keys? _keys;

    public string Folder { get; } = Path.Combine(dataFolder, "keys");

    /// <summary>Seals with the newest key, making the first one where there is none.</summary>
    /// <param name="purpose">What the words are for: what was sealed for one purpose does not open for another.</param>
    /// <param name="words">What nobody may read.</param>
    public string Seal(string purpose, string words) => Newest.For(purpose).Protect(words);

    /// <exception cref="CryptographicException">The words were not sealed, not for this purpose, changed since, or with a key that is not in the folder.</exception>
    public string Open(string purpose, string sealedWords)
    {
        var key = KeyOf(sealedWords) ?? throw new CryptographicException("These words were never sealed.");
        return Holding(key).For(purpose).Unprotect(sealedWords);
    }

    /// <summary>The key that something was sealed with; null when it does not look sealed.</summary>
    public static Guid? KeyOf(string words)
    {
        if (words.Length < CharactersOfHead || !words.StartsWith(Opening, StringComparison.Ordinal)) return null;
        Span<byte> head = stackalloc byte[CharactersOfHead];
        return Base64Url.TryDecodeFromChars(words.AsSpan(0, CharactersOfHead), head, out var read) && read > BytesOfMark + 16 ? new Guid(head.Slice(BytesOfMark, 16)) : null;
    }

    /// <summary>Makes a key that from now on seals what is new.</summary>
    public Guid MakeKey(DateTimeOffset now)
    {
        lock (_gate)
        {
            var manager = Read().Manager;
            // The key that became active last seals. A clock that was set back must not leave the former one in its place.
            var active = manager.GetAllKeys().Select(k => k.ActivationDate).Where(a => a <= now + ClockSkew).DefaultIfEmpty(now).Max();
            var from = active < now ? now : active.AddSeconds(1);
            var made = manager.CreateNewKey(from, from + KeyLasts);
            Replace(Read());
            return made.KeyId;
        }
    }

    public void Dispose() => _keys?.Dispose();

    // Looking whether the folder changed costs a microsecond; words are sealed when somebody saves.
    private Keys Newest
    {
        get
        {
            var known = Known;
            if (known.AreOf(Directory.GetLastWriteTimeUtc(Folder))) return known;
            lock (_gate) return Replace(Read());
        }
    }

    private Keys Known => _keys ?? ReadFirst();

    private Keys Holding(Guid key)
    {
        var known = Known;
        if (known.Has(key)) return known;
        lock (_gate)
        {
            if (_keys is { } met && met.Has(key)) return met;
            // Asked of the folder first: a ring that lacks its keys must not start by making another.
            if (!File.Exists(Path.Combine(Folder, $"key-{key:D}.xml"))) throw new CryptographicException($"The key {key:D} is not in the key ring.");
            return Replace(Read());
        }
    }

    private Keys ReadFirst()
    {
        lock (_gate) return _keys ??= Read();
    }

    // What others are sealing with at this moment still holds its keys: they are memory, and go when nobody asks for them.
    private Keys Replace(Keys keys) => _keys = keys;

    private Keys Read() => new(OwnerOnly.MakeFolder(Folder));

    private sealed class Keys : IDisposable
    {
        private readonly ServiceProvider _services;
        private readonly HashSet<Guid> _all;
        private readonly ConcurrentDictionary<string, IDataProtector> _protectors = new(StringComparer.Ordinal);
        private readonly IDataProtectionProvider _provider;

        private readonly DateTime _changed;

        public Keys(DirectoryInfo folder)
        {
            // Taken before the files are read: a key that is made meanwhile is looked for again.
            _changed = Directory.GetLastWriteTimeUtc(folder.FullName);
            var services = new ServiceCollection();
            services.AddLinchpinKeys(folder);
            _services = services.BuildServiceProvider();
            Manager = _services.GetRequiredService<IKeyManager>();
            _all = [.. Manager.GetAllKeys().Select(k => k.KeyId)];
            _provider = _services.GetRequiredService<IDataProtectionProvider>();
        }

        public IKeyManager Manager { get; }

        public bool AreOf(DateTime folderChanged) => folderChanged == _changed;

        public bool Has(Guid key) => _all.Contains(key);

        public IDataProtector For(string purpose) => _protectors.GetOrAdd(purpose, static (name, provider) => provider.CreateProtector("Linchpin.Sealed", name), _provider);

        public void Dispose() => _services.Dispose();
    }
}

internal static class LinchpinKeys
{
    /// <summary>Data Protection on the keys of the data folder: for cookies and forms as for sealed columns.</summary>
    public static void AddLinchpinKeys(this IServiceCollection services, DirectoryInfo folder) =>
        services.AddDataProtection().SetApplicationName("Linchpin").SetDefaultKeyLifetime(KeyRing.KeyLasts).PersistKeysToFileSystem(folder);
}

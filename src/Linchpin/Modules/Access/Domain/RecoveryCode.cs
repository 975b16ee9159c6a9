using System.Security.Cryptography;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Access.Domain;

/// <summary>A code on paper for the day on which phone and passkey are lost. Each opens once.</summary>
internal sealed class RecoveryCode : IVersioned
{
    /// <summary>How many a set has.</summary>
    public const int PerSet = 10;

    private const int Letters = 16;

    // Without the letters and digits that are taken for each other; 32 of them are five bits a letter, 80 a code.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private const int Rounds = 100_000;

    private RecoveryCode()
    {
    }

    public Guid Id { get; private set; }

    public AccountId Account { get; private set; }

    /// <summary>The same for a whole set, so that one derivation is compared with all of it.</summary>
    public byte[] Salt { get; private set; } = [];

    /// <summary>PBKDF2-SHA-256 of the code; NIST SP 800-63B-4, 3.1.2.2 asks for a slow hash below 112 bits.</summary>
    public byte[] Hash { get; private set; } = [];

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>A new set: the codes to be shown once, and what is kept of them.</summary>
    public static (IReadOnlyList<string> Codes, IReadOnlyList<RecoveryCode> Rows) NewSet(AccountId account, DateTimeOffset now)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var codes = Enumerable.Range(0, PerSet).Select(_ => RandomNumberGenerator.GetString(Alphabet, Letters)).ToList();
        var rows = codes.Select(code => new RecoveryCode { Id = Guid.CreateVersion7(now), Account = account, Salt = salt, Hash = HashOf(code, salt), MadeAt = now });
        return ([.. codes.Select(Grouped)], [.. rows]);
    }

    /// <summary>The letters of a code as it was typed, with or without its hyphens; null when it can't be one.</summary>
    public static string? Read(string typed)
    {
        var letters = string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToLowerInvariant();
        return letters.Length == Letters && letters.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) ? letters : null;
    }

    public static byte[] HashOf(string letters, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(letters), salt, Rounds, HashAlgorithmName.SHA256, 32);

    public void Use(DateTimeOffset now)
    {
        if (UsedAt is not null) throw new InvalidOperationException("A recovery code opens once.");
        UsedAt = now;
    }

    private static string Grouped(string letters) => string.Join('-', letters.Chunk(4).Select(four => new string(four)));
}

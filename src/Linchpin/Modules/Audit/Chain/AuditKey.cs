using System.Security.Cryptography;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Audit.Chain;

/// <summary>The key of the chain: 32 random bytes in a file of the data folder that only this user may read, never in the database.</summary>
internal sealed class AuditKey
{
    private readonly byte[] _bytes;

    private AuditKey(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "keys", "audit.key");

    /// <summary>Reads the key, making it at the first start.</summary>
    /// <exception cref="SettingException">The file is there and does not hold a key.</exception>
    public static AuditKey Open(string dataFolder)
    {
        var path = PathIn(dataFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            file.Write(RandomNumberGenerator.GetBytes(32));
            file.Flush(flushToDisk: true);
        }

        var bytes = File.ReadAllBytes(path);
        return bytes.Length == 32
            ? new AuditKey(bytes)
            : throw new SettingException($"The audit key '{path}' is damaged: it must hold 32 bytes. Restore it from the backup of the data folder.");
    }
}

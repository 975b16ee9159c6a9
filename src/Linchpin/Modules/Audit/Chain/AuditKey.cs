using Linchpin.Platform.Data;

namespace Linchpin.Modules.Audit.Chain;

/// <summary>The key of the chain, never in the database.</summary>
internal sealed class AuditKey
{
    private readonly byte[] _bytes;

    private AuditKey(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static string PathIn(string dataFolder) => SecretFile.PathIn(dataFolder, "audit");

    /// <summary>Reads the key, making it at the first start.</summary>
    /// <exception cref="SettingException">The file is there and does not hold a key.</exception>
    public static AuditKey Open(string dataFolder) => new(SecretFile.Open(dataFolder, "audit"));
}

using System.Security.Cryptography;

namespace Linchpin.Platform.Data;

/// <summary>Keys that never stand in the database: 32 random bytes each, in a file of the data folder that only this user may read.</summary>
public static class SecretFile
{
    public const int Length = 32;

    public static string PathIn(string dataFolder, string name) => Path.Combine(dataFolder, "keys", name + ".key");

    /// <summary>Reads the key, making it at the first start.</summary>
    /// <param name="name">File name without its ending; also what a person is told is damaged.</param>
    /// <exception cref="SettingException">The file is there and does not hold a key.</exception>
    public static byte[] Open(string dataFolder, string name)
    {
        var path = PathIn(dataFolder, name);
        OwnerOnly.MakeFolder(Path.GetDirectoryName(path)!);
        if (!File.Exists(path)) Make(path);
        var bytes = File.ReadAllBytes(path);
        return bytes.Length == Length
            ? bytes
            : throw new SettingException($"The {name} key '{path}' is damaged: it must hold {Length} bytes. Restore it from the backup of the data folder.");
    }

    // Whole or not at all: half a key that a full disk left behind would shut the house for good.
    private static void Make(string path)
    {
        var part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(part, OwnerOnly.NewFile(FileMode.CreateNew, FileAccess.Write)))
            {
                file.Write(RandomNumberGenerator.GetBytes(Length));
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it first: that is the key.
        }
        finally
        {
            File.Delete(part);
        }
    }
}

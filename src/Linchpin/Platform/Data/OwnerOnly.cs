namespace Linchpin.Platform.Data;

/// <summary>Shuts the data folder to the other users of the machine, whatever the umask of whoever starts the house.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>A folder that is empty or holds our things becomes the owner's alone; nobody else gets past it to what is made in it later. Where somebody
    /// chose a folder that is shared with others, such as /tmp, only what is ours in it is shut.</summary>
    public static void Close(string data)
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            var ours = Ours(data).ToList();
            var isShared = File.GetUnixFileMode(data).HasFlag(UnixFileMode.StickyBit);
            if (!isShared && Directory.EnumerateFileSystemEntries(data).All(ours.Contains)) Shut(data);
            foreach (var entry in ours)
            {
                Shut(entry);
                if (!Directory.Exists(entry)) continue;
                foreach (var inner in Directory.EnumerateFileSystemEntries(entry, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })) Shut(inner);
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SettingException($"The data folder '{data}' belongs to somebody else ({e.Message.TrimEnd('.')}). Start Linchpin as its owner, or give another with --data DIR.");
        }
    }

    /// <summary>Makes a folder of the data folder, for the owner alone.</summary>
    public static DirectoryInfo MakeFolder(string path) => OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, Folder);

    /// <summary>How a file of the data folder is opened, so that it is the owner's alone from its first moment.</summary>
    public static FileStreamOptions NewFile(FileMode mode, FileAccess access, FileShare share = FileShare.Read)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static IEnumerable<string> Ours(string data) =>
        Directory.EnumerateFileSystemEntries(data).Where(e => Path.GetFileName(e) is "keys" or "audit" or "mail" || Path.GetFileName(e).StartsWith("linchpin.db", StringComparison.Ordinal));

    // Nothing is set that is shut already: the database is reopened while others of our own processes use it.
    private static void Shut(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & Others) != UnixFileMode.None) File.SetUnixFileMode(path, mode & ~Others & (Folder | UnixFileMode.StickyBit));
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // A letter that another of our processes was just writing has its name by now; it was made shut.
        }
    }
}

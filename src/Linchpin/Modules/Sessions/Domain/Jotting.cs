using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Sessions.Domain;

/// <summary>The worker's private scribbles of one session. Not part of the record, never in the note unless the worker moves words there.</summary>
internal sealed class Jotting : IVersioned
{
    public const int Longest = 20_000;

    private Jotting()
    {
    }

    public SessionId Session { get; private set; }

    public StaffId Worker { get; private set; }

    public int Version { get; private set; }

    public string Words { get; private set; } = "";

    public DateTimeOffset SavedAt { get; private set; }

    public static Jotting Begin(SessionId session, StaffId worker) => new() { Session = session, Worker = worker, Version = 1 };

    public Result Write(string? words, DateTimeOffset now)
    {
        var text = words?.ReplaceLineEndings("\n") ?? "";
        if (text.Length > Longest) return Error.Invalid("Words", "Jottings hold {0} characters at most.", Longest);
        Words = text;
        SavedAt = now;
        return Result.Ok;
    }
}

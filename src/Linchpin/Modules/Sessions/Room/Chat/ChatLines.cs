using Linchpin.Kernel;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Room.Chat;

/// <summary>A line as the pages get it.</summary>
internal sealed record SaidLine(Guid Id, string Who, string Name, string Text, DateTimeOffset At)
{
    public static SaidLine Of(RoomChatLine line) => new(line.Id, line.Who, line.Name, line.Text, line.At);
}

internal sealed class ChatLines(CareDb care) : IRoomChat
{
    private const int MostLines = 500;

    /// <summary>The line as it stands; null when the session has said all that it may.</summary>
    public async Task<SaidLine?> AddAsync(SessionId session, Guid id, RoomSeat seat, string text, DateTimeOffset now, CancellationToken cancel)
    {
        var lines = care.Set<RoomChatLine>();
        if (await lines.AsNoTracking().FirstOrDefaultAsync(l => l.Id == id, cancel) is { } present)
            return present.Session == session && present.Who == seat.Who ? SaidLine.Of(present) : null;
        if (await lines.CountAsync(l => l.Session == session, cancel) >= MostLines) return null;
        var line = RoomChatLine.Say(id, session, seat, text, now);
        lines.Add(line);
        await care.SaveChangesAsync(cancel);
        return SaidLine.Of(line);
    }

    public async Task<IReadOnlyList<SaidLine>> AllAsync(SessionId session, CancellationToken cancel) =>
        [.. (await care.Set<RoomChatLine>().AsNoTracking().Where(l => l.Session == session).OrderBy(l => l.At).ThenBy(l => l.Id).Take(MostLines).ToListAsync(cancel)).Select(SaidLine.Of)];

    public async Task ClearAsync(SessionId session, CancellationToken cancel) =>
        care.RemoveRange(await care.Set<RoomChatLine>().Where(l => l.Session == session).ToListAsync(cancel));
}

/// <summary>Forgets the chat of sessions that nobody ended.</summary>
internal sealed class ForgetOldChat(CareDb care, TimeProvider clock) : IRound
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public string Name => "room.forget-chat";

    public TimeSpan Every => TimeSpan.FromMinutes(30);

    public async Task RunAsync(CancellationToken cancel)
    {
        var limit = clock.GetUtcNow() - Longest;
        while (true)
        {
            var old = await care.Set<RoomChatLine>().Where(l => l.At < limit).OrderBy(l => l.At).Take(500).ToListAsync(cancel);
            if (old.Count == 0) return;
            care.RemoveRange(old);
            await care.SaveChangesAsync(cancel);
        }
    }
}

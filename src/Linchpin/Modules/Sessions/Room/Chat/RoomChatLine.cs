using Linchpin.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Sessions.Room.Chat;

/// <summary>One line of a session's chat. It is no part of the record: it is forgotten when the session ends.</summary>
internal sealed class RoomChatLine
{
    /// <summary>In characters.</summary>
    public const int LongestText = 1000;

    private RoomChatLine()
    {
    }

    public Guid Id { get; private set; }

    public SessionId Session { get; private set; }

    public string Who { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Text { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public static RoomChatLine Say(Guid id, SessionId session, RoomSeat seat, string text, DateTimeOffset now) =>
        new() { Id = id, Session = session, Who = seat.Who, Name = seat.DisplayName, Text = text, At = now };
}

internal sealed class RoomChatTable : IEntityTypeConfiguration<RoomChatLine>
{
    public void Configure(EntityTypeBuilder<RoomChatLine> builder)
    {
        builder.ToTable("RoomChatLines");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Who).HasMaxLength(64);
        builder.Property(l => l.Name).HasMaxLength(200);
        builder.Property(l => l.Text).HasMaxLength(RoomChatLine.LongestText);
        builder.HasIndex(l => new { l.Session, l.At });
        builder.HasIndex(l => l.At);
    }
}

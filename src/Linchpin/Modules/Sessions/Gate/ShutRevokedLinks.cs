using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>Tells the room what the calendar knows first: who came in by a link that was taken back is put out, and a session that was cancelled or missed
/// ends for whoever is in it. The room asks the door about everybody, so seeing a message again does nothing new.</summary>
internal sealed class ShutRevokedLinks(IRoomLive room) : IConsumer<JoinLinksRevoked>, IConsumer<SessionCancelled>, IConsumer<SessionMissed>
{
    public Task TakeAsync(JoinLinksRevoked @event, Guid messageId, CancellationToken cancel) => room.RefreshAsync(@event.Session, cancel);

    public Task TakeAsync(SessionCancelled @event, Guid messageId, CancellationToken cancel) => room.RefreshAsync(@event.Session, cancel);

    public Task TakeAsync(SessionMissed @event, Guid messageId, CancellationToken cancel) => room.RefreshAsync(@event.Session, cancel);
}

using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Linchpin.Modules.Sessions.Room.Network;

/// <summary>What a page asks before and beside the call: which relays there are, and how good the line is.</summary>
internal static class NetworkEndpoints
{
    private const int LargestProbe = 512 * 1024;

    // Random, so that no proxy on the way packs it; made once, because it says nothing.
    private static readonly byte[] Noise = RandomNumberGenerator.GetBytes(LargestProbe);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var rooms = routes.MapGroup("/rooms/{session:guid}").RequireAuthorization(Doors.InSession);
        rooms.MapGet("/ice", IceAsync).WithMetadata(new AsksByItselfAttribute());
        rooms.MapGet("/probe", DownAsync).WithMetadata(new AsksByItselfAttribute());
        // Reads and forgets: it changes nothing, so it needs no antiforgery token.
        rooms.MapPost("/probe", UpAsync).DisableAntiforgery();
    }

    private static async Task<Results<Ok<IReadOnlyList<IceServer>>, NotFound>> IceAsync(
        Guid session, IRoomDoor door, ICurrentActor who, TurnSettings turn, TimeProvider clock, CancellationToken cancel)
    {
        var id = new SessionId(session);
        var seat = await door.SeatAsync(id, who.Actor, cancel);
        return seat is { Ended: false } ? TypedResults.Ok(turn.For(id, seat.Who, clock.GetUtcNow())) : TypedResults.NotFound();
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> DownAsync(Guid session, IRoomDoor door, ICurrentActor who, CancellationToken cancel, int bytes = 0)
    {
        if (await door.SeatAsync(new SessionId(session), who.Actor, cancel) is null) return TypedResults.NotFound();
        return TypedResults.File(Noise[..Math.Clamp(bytes, 0, LargestProbe)], "application/octet-stream");
    }

    private static async Task<Results<NoContent, NotFound, StatusCodeHttpResult>> UpAsync(Guid session, HttpRequest request, IRoomDoor door, ICurrentActor who, CancellationToken cancel)
    {
        if (await door.SeatAsync(new SessionId(session), who.Actor, cancel) is null) return TypedResults.NotFound();
        var buffer = new byte[16 * 1024];
        var total = 0;
        while (await request.Body.ReadAsync(buffer, cancel) is > 0 and var read)
            if ((total += read) > LargestProbe) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        return TypedResults.NoContent();
    }
}

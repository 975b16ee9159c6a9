using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.Photo;

/// <summary>Names the resource file of the words about a client's photo; the English text is the key.</summary>
public sealed class PhotoWords;

/// <summary>Keeps a client's photo, or takes it away.</summary>
internal sealed class KeepPhotoHandler(ChangeClient change, CareDb care)
{
    public Task<Result> KeepAsync(ClientId id, byte[] file, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.photo-keep", async (client, now) =>
        {
            var picture = PictureFile.Read(file);
            if (!picture.IsOk) return Result<string>.Fail(picture.Errors);
            var known = await care.Set<ClientPhoto>().SingleOrDefaultAsync(p => p.Client == id, cancel);
            if (known is not null && known.Bytes.AsSpan().SequenceEqual(picture.Value.Bytes)) return "";
            if (known is null) care.Add(ClientPhoto.Of(id, picture.Value, actor.Staff, now));
            else known.Replace(picture.Value, actor.Staff, now);
            client.ShowPhoto(now, now);
            return "";
        }, cancel);

    /// <summary>The client does not want it kept; success when it is gone already.</summary>
    public Task<Result> RemoveAsync(ClientId id, Actor actor, CancellationToken cancel) =>
        change.RunAsync(id, actor, "client.photo-remove", async (client, now) =>
        {
            if (await care.Set<ClientPhoto>().SingleOrDefaultAsync(p => p.Client == id, cancel) is not { } known) return "";
            care.Remove(known);
            client.ShowPhoto(null, now);
            return "";
        }, cancel);
}

/// <summary>Serves the photo to whoever has the client in reach. Each showing is audited.</summary>
internal static class PhotoEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/clients/{id:guid}/photo", HandleAsync).RequireAuthorization(Doors.CareStaff);

    private static async Task<IResult> HandleAsync(Guid id, CareDb care, IClientReach reach, IAuditTrail audit, ICurrentActor who, HttpContext context)
    {
        var (client, cancel) = (new ClientId(id), context.RequestAborted);
        var photo = await care.Set<ClientPhoto>().AsNoTracking().SingleOrDefaultAsync(p => p.Client == client && reach.Clients(who.Actor).Contains(p.Client), cancel);
        if (photo is null)
        {
            var inReach = await reach.Clients(who.Actor).AnyAsync(c => c == client, cancel);
            if (!inReach && await care.Set<Client>().AsNoTracking().AnyAsync(c => c.Id == client, cancel))
                await audit.RecordNowAsync(new AuditEvent("client.photo", "Client", id, client, AuditOutcome.Denied), cancel);
            return TypedResults.NotFound();
        }

        await audit.RecordNowAsync(new AuditEvent("client.photo", "Client", id, client), cancel);
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(photo.Bytes, photo.Type);
    }
}

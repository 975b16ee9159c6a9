using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>The face of a client, so that a colleague who covers knows whom they see. One at a time.</summary>
internal sealed class ClientPhoto : IVersioned
{
    private ClientPhoto()
    {
    }

    public ClientId Client { get; private set; }

    public int Version { get; private set; }

    public string Type { get; private set; } = "";

    public byte[] Bytes { get; private set; } = [];

    public StaffId? By { get; private set; }

    public DateTimeOffset At { get; private set; }

    internal static ClientPhoto Of(ClientId client, PictureFile picture, StaffId? by, DateTimeOffset now)
    {
        var photo = new ClientPhoto { Client = client };
        photo.Replace(picture, by, now);
        return photo;
    }

    internal void Replace(PictureFile picture, StaffId? by, DateTimeOffset now) => (Type, Bytes, By, At) = (picture.Type, picture.Bytes, by, now);
}

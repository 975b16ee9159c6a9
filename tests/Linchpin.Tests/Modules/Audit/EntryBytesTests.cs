using System.Text;
using Linchpin.Modules.Audit.Domain;

namespace Linchpin.Tests.Modules.Audit;

public sealed class EntryBytesTests
{
    /// <summary>The format of every audit that stands: a change here makes all of them look tampered with.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData("lsw,supervisor", "ünïcode 👩🏽‍🚀 detail")]
    public void Bytes_WhenWritten_AreThoseOfABinaryWriter(string roles, string? detail)
    {
        var (account, about) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var mac = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        // Longer than one byte of length can say, and than the first buffer.
        var trace = new string('é', 900);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(mac);
            writer.Write(7L);
            writer.Write(638_000_000_000_000_000L);
            writer.Write(true);
            writer.Write(account.ToByteArray());
            writer.Write("account");
            writer.Write(roles);
            writer.Write(false);
            writer.Write(true);
            writer.Write(trace);
            writer.Write("client.read");
            writer.Write("Client");
            writer.Write(false);
            writer.Write(true);
            writer.Write(about.ToByteArray());
            writer.Write("Allowed");
            writer.Write(detail is not null);
            if (detail is not null) writer.Write(detail);
        }

        var bytes = new EntryBytes();
        for (var i = 0; i < 2; i++)
        {
            bytes.Write(mac, new EntryFields(7, 638_000_000_000_000_000, account, "account", roles, null, trace, "client.read", "Client", null, about, "Allowed", detail));
            Assert.Equal(stream.ToArray(), bytes.Written.ToArray());
        }
    }
}

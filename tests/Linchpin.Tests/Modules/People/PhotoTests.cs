using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.People;

/// <summary>Pictures as cameras write them, in the parts that matter here.</summary>
internal static class Pictures
{
    public const string Secret = "GPS 39.2904N 76.6122W";

    public static byte[] Jpeg(int width = 640, int height = 480, byte turned = 6) =>
    [
        0xFF, 0xD8, .. Segment(0xE0, "JFIF\0"u8), .. Segment(0xE1, [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Secret)]),
        .. Segment(0xFE, Encoding.ASCII.GetBytes(Secret)), .. Segment(0xDB, new byte[65]), .. Segment(0xC2, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]),
        .. Segment(0xC4, new byte[20]), .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4, .. Segment(0xE1, Encoding.ASCII.GetBytes(Secret)),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 5, 6, 0xFF, 0xD9, .. Encoding.ASCII.GetBytes(Secret),
    ];

    public static byte[] Png(int width = 200, int height = 100) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR", [.. BigEndian(width), .. BigEndian(height), 8, 2, 0, 0, 0]), .. Chunk("eXIf", Encoding.ASCII.GetBytes(Secret)), .. Chunk("tEXt", Encoding.ASCII.GetBytes(Secret)),
        .. Chunk("tRNS", [1]), .. Chunk("IDAT", [1, 2, 3]), .. Chunk("IEND", []), .. Encoding.ASCII.GetBytes(Secret),
    ];

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> body) => [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Chunk(string name, ReadOnlySpan<byte> body) => [.. BigEndian(body.Length), .. Encoding.ASCII.GetBytes(name), .. body, 0, 0, 0, 0];

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}

public sealed class PictureFileTests
{
    [Fact]
    public void Jpeg_WhenTakenIn_KeepsThePictureAndWhichSideIsUpAndNothingElse()
    {
        var read = PictureFile.Read(Pictures.Jpeg()).Value;
        Assert.Equal(("image/jpeg", 640, 480), (read.Type, read.Width, read.Height));
        Assert.DoesNotContain(Pictures.Secret, Encoding.Latin1.GetString(read.Bytes), StringComparison.Ordinal);
        Assert.True(read.Bytes.AsSpan().EndsWith((ReadOnlySpan<byte>)[5, 6, 0xFF, 0xD9]));
        Assert.True(read.Bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, 4]) > 0);
        // The way it was turned is all that stands of Exif, and taking it in again changes nothing.
        Assert.True(read.Bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]) > 0);
        Assert.Equal(read.Bytes, PictureFile.Read(read.Bytes).Value.Bytes);
    }

    [Fact]
    public void Png_WhenTakenIn_LosesItsTexts()
    {
        var read = PictureFile.Read(Pictures.Png()).Value;
        Assert.Equal(("image/png", 200, 100), (read.Type, read.Width, read.Height));
        var text = Encoding.Latin1.GetString(read.Bytes);
        Assert.DoesNotContain(Pictures.Secret, text, StringComparison.Ordinal);
        foreach (var part in new[] { "IHDR", "tRNS", "IDAT", "IEND" }) Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("GIF89a......................")]
    [InlineData("%PDF-1.7")]
    public void File_WhenItIsNoPicture_IsRefusedWhateverItIsCalled(string text) => Assert.Equal("Photo", Assert.Single(PictureFile.Read(Encoding.ASCII.GetBytes(text)).Errors).Field);

    [Fact]
    public void Picture_WhenItIsCutAnywhere_IsRefusedAndNeverBreaks()
    {
        foreach (var whole in new[] { Pictures.Png(), Pictures.Jpeg() })
        {
            var end = whole.Length - Pictures.Secret.Length;
            for (var length = 0; length < end; length++) Assert.False(PictureFile.Read(whole.AsSpan(0, length)).IsOk);
        }

        foreach (var (width, height) in new[] { (20, 20), (9000, 100) }) Assert.False(PictureFile.Read(Pictures.Png(width, height)).IsOk);
        Assert.False(PictureFile.Read(new byte[PictureFile.Largest + 1]).IsOk);
    }
}

public abstract class PhotoTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Photo_WhenKept_IsShownInReachAloneAndAudited()
    {
        var id = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(browser, id, Pictures.Jpeg())).StatusCode);
        Assert.Contains($"/clients/{id}/photo?at=", await browser.GetStringAsync($"/clients/{id}", Cancel), StringComparison.Ordinal);
        using var shown = await browser.GetAsync($"/clients/{id}/photo", Cancel);
        Assert.Equal(("image/jpeg", true, "nosniff"), (shown.Content.Headers.ContentType?.MediaType, shown.Headers.CacheControl?.NoStore, shown.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.DoesNotContain(Pictures.Secret, Encoding.Latin1.GetString(await shown.Content.ReadAsByteArrayAsync(Cancel)), StringComparison.Ordinal);
        Assert.Equal((1, 1), (await host.EntriesAsync(id, "client.photo-keep"), await host.EntriesAsync(id, "client.photo")));

        using var stranger = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/clients/{id}/photo", Cancel)).StatusCode);
        Assert.Equal(1, await host.EntriesAsync(id, "client.photo", AuditOutcome.Denied));

        var fields = await browser.FieldsAsync($"/clients/{id}/photo/change", "remove-photo");
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Redirect, (await browser.PostFieldsAsync($"/clients/{id}/photo/change", fields)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/clients/{id}/photo", Cancel)).StatusCode);
        Assert.Equal(1, await host.EntriesAsync(id, "client.photo-remove"));
    }

    [Fact]
    public async Task Photo_WhenItIsAPageInDisguise_IsRefusedInWords()
    {
        var id = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        using var refused = await SendAsync(browser, id, Encoding.ASCII.GetBytes("<html><script>alert(1)</script></html>"));
        Assert.Contains("This is not a JPEG or PNG picture.", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await host.InDatabaseAsync(care => care.Set<ClientPhoto>().AnyAsync(p => p.Client == id, Cancel)));
    }

    internal static async Task<HttpResponseMessage> SendAsync(HttpClient browser, ClientId id, byte[] file)
    {
        var path = $"/clients/{id}/photo/change";
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in await browser.FieldsAsync(path, "keep-photo")) if (name != "Photo") form.Add(new StringContent(value), name);
        var picture = new ByteArrayContent(file);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(picture, "Photo", "me.jpg");
        return await browser.PostAsync(path, form, Cancel);
    }

    public sealed class OnSqlite(SqliteHost host) : PhotoTests(host);

    public sealed class OnPostgres(PostgresHost host) : PhotoTests(host);
}

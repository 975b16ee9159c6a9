using System.Net;
using System.Net.Sockets;
using System.Text;
using Linchpin.Platform.Data;
using Linchpin.Platform.Mail;
using Microsoft.Extensions.Configuration;
using MimeKit;

// Not "Platform": inside Linchpin.Tests that name would hide the application's own.
namespace Linchpin.Tests.OfPlatform;

public sealed class MailTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-mail-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Letter Invitation => new(
        "vera@example.org", "Your session", "Come in: /join/…", Attachment: new LetterAttachment("session.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\n"u8.ToArray()));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Smtp_WhenTheServerTakesMail_GetsTheLetterWhole()
    {
        await using var server = new SmtpListener();
        var id = Guid.CreateVersion7();
        await new SmtpMail(Settings($"smtp://127.0.0.1:{server.Port}"), TimeProvider.System).SendAsync(Invitation, id, Cancel);
        var (to, message) = Assert.Single(server.Taken);
        Assert.Equal("<vera@example.org>", to);
        Assert.Equal("Your session", message.Subject);
        Assert.Equal($"{id:N}@linchpin", message.MessageId);
        Assert.Contains("/join/", message.TextBody, StringComparison.Ordinal);
        Assert.Equal("session.ics", Assert.Single(message.Attachments).ContentDisposition?.FileName);
    }

    [Fact]
    public async Task Smtp_WhenTheServerRefuses_ThrowsSoThatItIsTriedAgain()
    {
        await using var server = new SmtpListener { Refuses = true };
        await Assert.ThrowsAnyAsync<Exception>(() => new SmtpMail(Settings($"smtp://127.0.0.1:{server.Port}"), TimeProvider.System).SendAsync(Invitation, Guid.NewGuid(), Cancel));
        Assert.Empty(server.Taken);
    }

    [Fact]
    public async Task Smtp_WhenNobodyListens_ThrowsSoThatItIsTriedAgain() =>
        await Assert.ThrowsAnyAsync<Exception>(() => new SmtpMail(Settings($"smtp://127.0.0.1:{Host.PostgresServer.FreePort()}"), TimeProvider.System).SendAsync(Invitation, Guid.NewGuid(), Cancel));

    [Fact]
    public async Task Folder_WhenTwoSendTheSameLetterAtOnce_TakesItFromBothAndHoldsOneFile()
    {
        var settings = Settings(null);
        var id = Guid.CreateVersion7();
        for (var i = 0; i < 20; i++)
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new PickupFolderMail(settings, TimeProvider.System).SendAsync(Invitation, id, Cancel), Cancel)));
        Assert.Equal($"{id:N}.eml", Path.GetFileName(Assert.Single(Directory.GetFiles(settings.Folder))));
    }

    [Fact]
    public async Task Folder_WhenALetterIsSentTwice_HoldsOneFile()
    {
        var settings = Settings(null);
        var id = Guid.CreateVersion7();
        for (var i = 0; i < 2; i++) await new PickupFolderMail(settings, TimeProvider.System).SendAsync(Invitation, id, Cancel);
        var file = Assert.Single(Directory.GetFiles(settings.Folder));
        Assert.Equal($"{id:N}.eml", Path.GetFileName(file));
        var message = await MimeMessage.LoadAsync(file, Cancel);
        Assert.Equal("vera@example.org", Assert.Single(message.To.Mailboxes).Address);
    }

    [Theory]
    [InlineData("mail.example.org")]
    [InlineData("http://mail.example.org")]
    public void Settings_WhenTheServerIsMistyped_NameTheSetting(string smtp) =>
        Assert.Contains("Mail__Smtp", Assert.Throws<SettingException>(() => Settings(smtp)).Message, StringComparison.Ordinal);

    private MailSettings Settings(string? smtp) => MailSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Mail:Smtp"] = smtp, ["Mail:From"] = "programme@example.org" }).Build(), _folder);

    /// <summary>As much of RFC 5321 as a client needs to hand a letter over.</summary>
    private sealed class SmtpListener : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _work;

        public SmtpListener()
        {
            _listener.Start();
            _work = RunAsync();
        }

        public bool Refuses { get; init; }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public List<(string To, MimeMessage Message)> Taken { get; } = [];

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _listener.Stop();
            await _work;
            _stop.Dispose();
        }

        private async Task RunAsync()
        {
            try
            {
                while (true) await TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or InvalidOperationException)
            {
            }
        }

        private async Task TalkAsync(TcpClient client)
        {
            using var connection = client;
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            await using var writer = new StreamWriter(client.GetStream(), Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            var to = "";
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "RCPT") to = line[(line.IndexOf(':') + 1)..].Trim().Split(' ')[0];
                if (verb == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    StringBuilder data = new();
                    while (await reader.ReadLineAsync(_stop.Token) is { } part && part != ".") data.Append(part.StartsWith('.') ? part[1..] : part).Append("\r\n");
                    using var stream = new MemoryStream(Encoding.Latin1.GetBytes(data.ToString()));
                    Taken.Add((to, await MimeMessage.LoadAsync(stream, _stop.Token)));
                }

                await writer.WriteLineAsync(verb == "QUIT" ? "221 bye" : verb == "RCPT" && Refuses ? "451 later" : "250 ok");
                if (verb == "QUIT") return;
            }
        }
    }
}

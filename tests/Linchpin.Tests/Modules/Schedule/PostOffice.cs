using System.Net;
using System.Net.Sockets;
using System.Text;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Npgsql;

namespace Linchpin.Tests.Modules.Schedule;

/// <summary>An application with a database, a clock and a mail system of its own, beside the shared host: nobody else may take its letters.</summary>
public abstract class PostOffice : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _application;
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-post-").FullName;

    protected PostOffice(CareHost host, int? smtpPort)
    {
        var care = host.Services.GetRequiredService<IConfiguration>().GetConnectionString("Care");
        _application = host.Application.WithWebHostBuilder(web =>
        {
            web.UseSetting("Data:Directory", _folder);
            web.UseSetting("PublicUrl", "https://care.example.org");
            if (care is not null) web.UseSetting("ConnectionStrings:Care", new NpgsqlConnectionStringBuilder(care) { Database = $"post_{Guid.NewGuid():N}" }.ConnectionString);
            if (smtpPort is not null) web.UseSetting("Mail:Smtp", $"smtp://127.0.0.1:{smtpPort}");
            web.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        });
        Desk = new ScheduleDesk(InScopeAsync, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    internal ScheduleDesk Desk { get; }

    /// <summary>Letters in the pickup folder to this address, oldest first.</summary>
    public IReadOnlyList<MimeMessage> LettersTo(string address) => Directory.Exists(Path.Combine(_folder, "mail"))
        ? [.. Directory.GetFiles(Path.Combine(_folder, "mail"), "*.eml").Select(f => MimeMessage.Load(f)).Where(m => m.To.Mailboxes.Any(to => to.Address == address)).OrderBy(m => m.MessageId)]
        : [];

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Waits for work that goes on beside the test.</summary>
    public static async Task<T> SoonAsync<T>(Func<Task<T>> ask, Func<T, bool> enough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        for (var answer = await ask(); ; answer = await ask())
        {
            if (enough(answer)) return answer;
            Assert.False(patience.IsCancellationRequested, "It did not happen within 20 seconds.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task InScopeAsync(Func<IServiceProvider, Task> work)
    {
        await using var scope = _application.Services.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }
}

/// <summary>Letters become files.</summary>
public sealed class SqlitePost(SqliteHost host) : PostOffice(host, null);

public sealed class PostgresPost(PostgresHost host) : PostOffice(host, null);

/// <summary>As much of an SMTP server (RFC 5321) as it takes to be handed a letter.</summary>
internal sealed class SmallSmtpServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly List<MimeMessage> _letters = [];

    public SmallSmtpServer(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _ = AcceptAsync();
    }

    public IReadOnlyList<MimeMessage> Letters
    {
        get
        {
            lock (_letters) return [.. _letters];
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _listener.AcceptTcpClientAsync();
                await TalkAsync(caller.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await SayAsync("220 ready");
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line == "DATA")
            {
                await SayAsync("354 go on");
                var letter = new StringBuilder();
                while (await reader.ReadLineAsync() is { } part && part != ".") letter.Append(part.StartsWith("..", StringComparison.Ordinal) ? part[1..] : part).Append("\r\n");
                lock (_letters) _letters.Add(MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(letter.ToString()))));
            }
            else if (line == "QUIT")
            {
                await SayAsync("221 bye");
                return;
            }

            await SayAsync("250 ok");
        }

        Task SayAsync(string words) => stream.WriteAsync(Encoding.ASCII.GetBytes(words + "\r\n")).AsTask();
    }
}

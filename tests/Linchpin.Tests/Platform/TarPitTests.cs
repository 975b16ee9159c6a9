using System.Net;
using System.Net.Sockets;
using Linchpin.Platform;
using Linchpin.Platform.Data;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.OfPlatform;

/// <summary>A mail server that takes every connection and never says a word.</summary>
public sealed class TarPitTests(TarPitTests.House house) : IClassFixture<TarPitTests.House>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task News_WhileTheMailServerHangs_PassesTheLettersAndTheHouseStaysReady()
    {
        for (var i = 0; i < 40; i++) await PublishAsync(new LetterNews(Guid.NewGuid()));
        await PostOffice.SoonAsync(() => Task.FromResult(house.Pit.Held), held => held >= 4);

        for (var i = 0; i < 3; i++)
        {
            var news = Guid.NewGuid();
            await PublishAsync(new TestNews(news));
            await PostOffice.SoonAsync(() => Task.FromResult(house.Consumers.Tries(news)), tries => tries == 1);
            using var browser = house.Browser();
            using var ready = await browser.GetAsync("/health/ready", Cancel);
            Assert.True(ready.IsSuccessStatusCode, await ready.Content.ReadAsStringAsync(Cancel));
        }

        // One stuck lane takes its own places and no more.
        Assert.InRange(house.Pit.Held, 4, Lanes.Places);
    }

    private Task PublishAsync<TEvent>(TEvent @event) where TEvent : IDomainEvent => house.InScopeAsync(async s =>
    {
        s.GetRequiredService<OutboxWriter>().Publish(@event);
        await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
    });

    public sealed record LetterNews(Guid Id) : IDomainEvent;

    internal sealed class LetterTaker(IMailTransport mail) : IConsumer<LetterNews>
    {
        public Task TakeAsync(LetterNews @event, Guid messageId, CancellationToken cancel) => mail.SendAsync(new Letter("somebody@example.org", "News", "Words"), messageId, cancel);
    }

    public sealed class House : CareHost
    {
        public TarPit Pit { get; } = new();

        public TestConsumers Consumers { get; } = new();

        public override async ValueTask DisposeAsync()
        {
            Pit.Dispose();
            await base.DisposeAsync();
        }

        protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(
            new Dictionary<string, string> { ["Database:Provider"] = "sqlite", ["Mail:Smtp"] = $"smtp://127.0.0.1:{Pit.Port}" });

        protected override void Configure(IWebHostBuilder web) => web.UseSetting("Logging:LogLevel:Linchpin.Platform.Outbox", "None").ConfigureTestServices(services =>
        {
            services.AddSingleton(Consumers);
            services.AddConsumer<TestNews, TestConsumers.Taker>("test-news");
            services.AddConsumer<LetterNews, LetterTaker>("test-letter");
        });
    }

    public sealed class TarPit : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<TcpClient> _held = [];

        public TarPit()
        {
            _listener.Start();
            _ = HoldAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public int Held
        {
            get
            {
                lock (_held) return _held.Count;
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            lock (_held) _held.ForEach(c => c.Dispose());
        }

        private async Task HoldAsync()
        {
            try
            {
                while (true)
                {
                    var caller = await _listener.AcceptTcpClientAsync();
                    lock (_held) _held.Add(caller);
                }
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                // The pit is closed.
            }
        }
    }
}

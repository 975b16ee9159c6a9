using System.Net;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.OfPlatform;

public sealed class TrustedProxyTests(SqliteHost host)
{
    private const string Visitor = "203.0.113.77";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_ThroughTheTrustedProxy_LeadsToHttpsAndTheAuditNamesTheVisitor()
    {
        var (location, seen) = await AskAsync("10.0.0.0/8, 192.0.2.1", from: "10.3.2.1");
        Assert.StartsWith("https://care.example.org/", location, StringComparison.Ordinal);
        Assert.Equal(Visitor, seen);
    }

    [Fact]
    public async Task Request_FromAnybodyElse_IsNotBelieved()
    {
        foreach (var setting in (string?[])[null, "192.0.2.1"])
        {
            var (location, seen) = await AskAsync(setting, from: "10.3.2.1");
            Assert.StartsWith("http://care.example.org/", location, StringComparison.Ordinal);
            Assert.Equal("10.3.2.1", seen);
        }
    }

    [Theory]
    [InlineData("proxy.example.org")]
    [InlineData("10.0.0.0/99")]
    public void Read_WhenItIsNoAddress_NamesTheSetting(string setting) =>
        Assert.Contains("Proxy__Trusted", Assert.Throws<SettingException>(() => TrustedProxy.Read(setting)).Message, StringComparison.Ordinal);

    /// <summary>Where a page behind a door sends a stranger, and which address the audit has for a link that does not open.</summary>
    private async Task<(string Location, string? Seen)> AskAsync(string? trusted, string from)
    {
        await using var house = host.Application.WithWebHostBuilder(web =>
        {
            if (trusted is not null) web.UseSetting("Proxy:Trusted", trusted);
            web.ConfigureTestServices(services => services.AddSingleton<IStartupFilter>(new ComesFrom(IPAddress.Parse(from))));
        });
        using var browser = house.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("http://care.example.org"), AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", Visitor);
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await browser.GetAsync(new Uri("/today", UriKind.Relative), Cancel);
        using var link = await browser.GetAsync(new Uri("/join/no-such-link", UriKind.Relative), Cancel);
        var last = await host.InDatabaseAsync(care => care.Set<AuditEntry>().AsNoTracking()
            .Where(e => e.Action == "join.open" && (e.From == Visitor || e.From == from)).OrderByDescending(e => e.Sequence).Select(e => e.From).FirstOrDefaultAsync(Cancel));
        return (page.Headers.Location!.ToString(), last);
    }

    private sealed class ComesFrom(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, go) =>
            {
                context.Connection.RemoteIpAddress = address;
                return go(context);
            });
            next(app);
        };
    }
}

using System.Net;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.HttpOverrides;

namespace Linchpin.Platform.Http;

/// <summary>A reverse proxy that stands before this house and takes the TLS off. Only from an address named in the setting <c>Proxy__Trusted</c> are
/// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> believed: the audit then names the visitor's address and not the proxy's, and addresses that
/// we write begin with https. From anybody else these headers are a claim that everybody can write, so they are not read. The proxy passes <c>Host</c> on
/// as it is; <c>X-Forwarded-Host</c> is not read.</summary>
public static class TrustedProxy
{
    /// <exception cref="SettingException">An entry is neither an address nor a network.</exception>
    public static WebApplication UseTrustedProxy(this WebApplication app)
    {
        if (Read(app.Configuration["Proxy:Trusted"]) is { } options) app.UseForwardedHeaders(options);
        return app;
    }

    /// <summary>Null when no proxy is trusted.</summary>
    internal static ForwardedHeadersOptions? Read(string? setting)
    {
        var entries = (setting ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (entries.Length == 0) return null;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in entries)
        {
            if (IPAddress.TryParse(entry, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(entry, out var network)) options.KnownIPNetworks.Add(network);
            else throw new SettingException($"Proxy__Trusted holds '{entry}'; it must be the proxy's address (127.0.0.1) or its network (10.0.0.0/8), several with commas between.");
        }

        return options;
    }
}

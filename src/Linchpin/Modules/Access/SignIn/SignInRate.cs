using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Linchpin.Modules.Access.SignIn;

/// <summary>How often one network may try to sign in: enough for a whole office behind one address, too little for guessing passwords over many accounts. It
/// counts sign-in posts only, so that nobody who fills it keeps anybody from a join link, a session or a page that is open. This machine itself is not counted:
/// behind a proxy that does not pass the caller's address on, everybody comes from there (see Proxy__Trusted).</summary>
internal static class SignInRate
{
    public const string Policy = "sign-in";

    /// <summary>Tries in a burst.</summary>
    public const int Burst = 60;

    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(10);
    private const int PerRefill = 10;

    public static IServiceCollection AddSignInRate(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = static (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = ((int)Refill.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Policy, static context => HttpMethods.IsPost(context.Request.Method) && NetworkOf(context.Connection.RemoteIpAddress) is { } network
            ? RateLimitPartition.GetTokenBucketLimiter(network, static _ => new TokenBucketRateLimiterOptions { TokenLimit = Burst, TokensPerPeriod = PerRefill, ReplenishmentPeriod = Refill, QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(""));
    });

    /// <summary>The IPv4 address, or the /64 of an IPv6 address: a household has the whole of it. Null for this machine itself.</summary>
    internal static string? NetworkOf(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address)) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IPAddress.IsLoopback(address) ? null : address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}

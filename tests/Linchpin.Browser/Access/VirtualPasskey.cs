using System.Text.Json;
using Microsoft.Playwright;

namespace Linchpin.Browser.Access;

/// <summary>An authenticator inside the browser that always recognizes its person (Chrome DevTools Protocol, domain WebAuthn).</summary>
internal sealed class VirtualPasskey
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private VirtualPasskey(ICDPSession session, string id) => (_session, _id) = (session, id);

    /// <param name="page">The page whose browser gets it.</param>
    /// <param name="knowsThePerson">False for an authenticator that can't tell who touches it.</param>
    public static async Task<VirtualPasskey> PlugInAsync(IPage page, bool knowsThePerson = true)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var answer = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new
            {
                protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = knowsThePerson, isUserVerified = knowsThePerson, automaticPresenceSimulation = true,
            },
        });
        return new VirtualPasskey(session, answer!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>The private keys it holds, so that another browser of the same person can have them.</summary>
    public async Task<IReadOnlyList<JsonElement>> CredentialsAsync()
    {
        var answer = await _session.SendAsync("WebAuthn.getCredentials", new Dictionary<string, object> { ["authenticatorId"] = _id });
        return [.. answer!.Value.GetProperty("credentials").EnumerateArray()];
    }

    public Task TakeAsync(JsonElement credential) =>
        _session.SendAsync("WebAuthn.addCredential", new Dictionary<string, object> { ["authenticatorId"] = _id, ["credential"] = credential });
}

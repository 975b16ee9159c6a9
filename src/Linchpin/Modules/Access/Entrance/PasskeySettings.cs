using Linchpin.Platform.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>What we ask of a passkey: that the device asks for the person each time, which makes it two factors (NIST SP 800-63B-4, 3.1.7), and that it can be found without an e-mail address.</summary>
internal sealed class PasskeySettings(PublicUrl site) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions options)
    {
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        // Bound to the house's own address and not to whatever Host header a request brings. On one machine both are "localhost".
        if (!site.Base.IsLoopback) options.ServerDomain = site.Base.Host;
    }
}

using Linchpin.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.Domain;

/// <summary>A sign-in account, tied to the staff or client record of the person who holds it.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public StaffId? Staff { get; set; }

    public ClientId? Client { get; set; }

    /// <summary>What the pages call them.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>"en" or "es": the language of their pages.</summary>
    public string Language { get; set; } = "en";

    /// <summary>IANA zone in which times are shown.</summary>
    public string TimeZone { get; set; } = Zone.Default;

    /// <summary>Belongs to the demo programme; a production start refuses it.</summary>
    public bool IsDemo { get; set; }
}

using Linchpin.Kernel;

namespace Linchpin.Shell.Layout;

/// <summary>What every page says about the programme it belongs to. Bound from the configuration section "Programme".</summary>
public sealed class Programme
{
    public string? Name { get; set; }

    /// <summary>The line a client can call in office hours, as it should be read aloud: "(555) 555-0100".</summary>
    public string? Phone { get; set; }

    /// <summary>When that line is answered, as <see cref="OfficeHours.Read"/> reads it: "Mo-Fr 09:00-17:00". Null where the programme does not say; then no page claims anything.</summary>
    public string? Hours { get; set; }

    /// <summary>Days on which it is not answered all the same: "2026-12-25,2027-01-01".</summary>
    public string? ClosedOn { get; set; }

    /// <summary>IANA name of the zone of <see cref="Hours"/>.</summary>
    public string TimeZone { get; set; } = Zone.Default;

    /// <summary>True once the demo programme is loaded: every page says so.</summary>
    public bool IsDemo { get; set; }
}

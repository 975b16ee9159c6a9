namespace Linchpin.Shell.Layout;

/// <summary>What every page says about the programme it belongs to. Bound from the configuration section "Programme".</summary>
public sealed class Programme
{
    public string? Name { get; set; }

    /// <summary>The line a client can call in office hours, as it should be read aloud: "(555) 555-0100".</summary>
    public string? Phone { get; set; }

    /// <summary>True once the demo programme is loaded: every page says so.</summary>
    public bool IsDemo { get; set; }
}

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>Who takes the session over, and why.</summary>
public sealed class HandOverForm
{
    public Guid? To { get; set; }

    public string? Reason { get; set; }
}

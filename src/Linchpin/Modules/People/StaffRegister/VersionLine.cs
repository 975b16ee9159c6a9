namespace Linchpin.Modules.People.StaffRegister;

/// <summary>One field of a record that two people changed at once.</summary>
public sealed record VersionLine(string Label, string? Yours, string? Saved);

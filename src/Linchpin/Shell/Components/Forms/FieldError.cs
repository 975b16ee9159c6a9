namespace Linchpin.Shell.Components.Forms;

/// <summary>An error that a page found itself, with the element it belongs to (its id), if any.</summary>
public sealed record FieldError(string? FieldId, string Message);

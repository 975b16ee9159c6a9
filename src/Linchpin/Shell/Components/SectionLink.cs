namespace Linchpin.Shell.Components;

/// <summary>A link of a <see cref="SectionNav"/>: "#notes" or another page of the same subject.</summary>
public sealed record SectionLink(string Href, string Text, bool Current = false);

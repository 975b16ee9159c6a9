namespace Linchpin.Modules.People.Contracts;

/// <summary>A part of the client's own page, <c>/me</c>, that another module brings. The component has a parameter <c>ClientId Client</c>: the signed-in
/// client's own record. Written for them: plain words, grade 6 to 8.</summary>
/// <param name="Order">Place on the page; next sessions 10.</param>
/// <param name="Anchor">Fragment in the page's address.</param>
/// <param name="Title">Heading, an English key of <paramref name="Words"/>.</param>
/// <param name="Words">The module's marker class of words.</param>
/// <param name="Component">A Razor component.</param>
public sealed record MeSection(int Order, string Anchor, string Title, Type Words, Type Component);

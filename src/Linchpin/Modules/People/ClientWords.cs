namespace Linchpin.Modules.People;

/// <summary>Names the resource file of the words about clients; the English text is the key.</summary>
public sealed class ClientWords;

namespace Linchpin.Modules.People.ArchiveClient;

/// <summary>Names the resource file of the words about archived records and legal holds; the English text is the key.</summary>
public sealed class ArchiveWords;

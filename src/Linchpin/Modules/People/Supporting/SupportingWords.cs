namespace Linchpin.Modules.People.Supporting;

/// <summary>Names the resource file of the words for those who stand by a client; the English text is the key.</summary>
public sealed class SupportingWords;

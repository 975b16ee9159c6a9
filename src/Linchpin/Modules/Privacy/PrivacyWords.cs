namespace Linchpin.Modules.Privacy;

/// <summary>Names the resource file of this module's words; the English text is the key.</summary>
public sealed class PrivacyWords;

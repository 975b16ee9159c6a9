namespace Linchpin.Modules.People;

/// <summary>Names the resource file of the staff pages' words; the English text is the key.</summary>
public sealed class StaffWords;

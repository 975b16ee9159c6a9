namespace Linchpin.Modules.People.WholeRecord;

/// <summary>Marks the words of the copy of a record; the English ones are the keys.</summary>
public sealed class RecordWords;

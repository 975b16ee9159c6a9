namespace Linchpin.Modules.Privacy.WholeRecord;

/// <summary>What the document is given. Razor makes every component public; what stands in here stays the module's own.</summary>
public sealed class RecordCopy
{
    internal RecordCopy(TakenRecord record) => Record = record;

    internal TakenRecord Record { get; }
}

using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.ImportPeople.Domain;

internal enum ImportStatus
{
    /// <summary>Looked at; nobody is in the register yet.</summary>
    Uploaded,

    /// <summary>Its rows are being taken, a few at a time.</summary>
    Running,

    Finished,

    /// <summary>Thrown away, by somebody or by time, before a row was taken.</summary>
    Discarded,

    TakingBack,
    TakenBack,
}

/// <summary>One table that somebody brought, from the upload to the day on which it can't be taken back any more. What stands in the table is kept apart, in <see cref="ImportSheet"/>.</summary>
internal sealed class PeopleImport : IVersioned
{
    /// <summary>How long the table is kept while nobody decides, and what was left out of it after somebody did.</summary>
    public static readonly TimeSpan KeepsTable = TimeSpan.FromHours(24);

    /// <summary>How long after its end an import can be taken back.</summary>
    public static readonly TimeSpan TakesBack = TimeSpan.FromDays(7);

    private PeopleImport()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public ImportKind Kind { get; private set; }

    public AccountId? By { get; private set; }

    public DateTimeOffset UploadedAt { get; private set; }

    /// <summary>SHA-256 of the file: tells whether the very same one was brought before.</summary>
    public string FileMark { get; private set; } = "";

    /// <summary>Set while the people of this file are in the register: no two imports have the same, so that a file is taken once.</summary>
    public string? Claim { get; private set; }

    /// <summary>See <see cref="Sheet.Shape"/>.</summary>
    public string Shape { get; private set; } = "";

    public SheetEncoding Encoding { get; private set; }

    public int Rows { get; private set; }

    /// <summary>See <see cref="ColumnMap.ToText"/>.</summary>
    public string Fields { get; private set; } = "";

    public DateOrder Order { get; private set; }

    /// <summary>True once somebody has said which column holds what.</summary>
    public bool IsMapped { get; private set; }

    /// <summary>Who begins the care team of clients whose row names nobody.</summary>
    public StaffId? Worker { get; private set; }

    public ImportStatus Status { get; private set; }

    /// <summary>Rows that were chosen to be taken.</summary>
    public int Chosen { get; private set; }

    /// <summary>Of those, how many are people of the register now.</summary>
    public int Taken { get; private set; }

    /// <summary>Of those, how many were found to be impossible when their turn came.</summary>
    public int Failed { get; private set; }

    /// <summary>How many were taken back out of the register.</summary>
    public int Returned { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public DateTimeOffset? TakenBackAt { get; private set; }

    public ColumnMap Map => ColumnMap.OfText(Fields, Order);

    /// <summary>Rows of the table of which no person came.</summary>
    public int LeftOut => Rows - Taken;

    public bool CanBeTakenBack(DateTimeOffset now) => Status == ImportStatus.Finished && Taken > 0 && now < FinishedAt + TakesBack;

    public static PeopleImport Upload(Guid id, ImportKind kind, AccountId? by, string fileMark, SheetEncoding encoding, Sheet sheet, ColumnMap map, DateTimeOffset now) => new()
    {
        Id = id, Kind = kind, By = by, UploadedAt = now, FileMark = fileMark, Shape = sheet.Shape, Encoding = encoding, Rows = sheet.Rows.Count, Fields = map.ToText(), Order = map.Order,
    };

    public void MapColumns(ColumnMap map, StaffId? worker)
    {
        (Fields, Order, Worker, IsMapped) = (map.ToText(), map.Order, worker, true);
    }

    public void Begin(int chosen)
    {
        (Status, Chosen, Claim) = (ImportStatus.Running, chosen, $"{Kind}:{FileMark}");
    }

    /// <summary>Some more rows have had their turn.</summary>
    public void Advance(int taken, int failed, DateTimeOffset now)
    {
        (Taken, Failed) = (Taken + taken, Failed + failed);
        if (Taken + Failed < Chosen) return;
        (Status, FinishedAt) = (ImportStatus.Finished, now);
    }

    public void Discard() => Status = ImportStatus.Discarded;

    public void BeginToTakeBack() => Status = ImportStatus.TakingBack;

    public void Return(int returned, bool isLast, DateTimeOffset now)
    {
        Returned += returned;
        if (!isLast) return;
        (Status, TakenBackAt, Claim) = (ImportStatus.TakenBack, now, null);
    }
}

/// <summary>What stands in the table, sealed; it goes when its time is over.</summary>
internal sealed class ImportSheet
{
    private ImportSheet()
    {
    }

    public Guid Import { get; private set; }

    public byte[] Sealed { get; private set; } = [];

    public DateTimeOffset Until { get; private set; }

    public static ImportSheet Keep(Guid import, byte[] content, DateTimeOffset until) => new() { Import = import, Sealed = content, Until = until };

    public void Replace(byte[] content, DateTimeOffset until) => (Sealed, Until) = (content, until);
}

/// <summary>Why somebody who was imported stays in the register.</summary>
internal enum StayReason
{
    /// <summary>Their record was changed since.</summary>
    Changed,

    /// <summary>Something was written about them elsewhere: an appointment, an invitation, a note.</summary>
    HasRecords,

    /// <summary>Their care team is not the one they were imported with.</summary>
    TeamChanged,
}

/// <summary>A row that had its turn, and what came of it.</summary>
internal sealed class ImportedRow
{
    private ImportedRow()
    {
    }

    public Guid Import { get; private set; }

    /// <summary>See <see cref="SheetRow.Number"/>.</summary>
    public int Number { get; private set; }

    /// <summary>The client or staff member; null when none could be made.</summary>
    public Guid? Person { get; private set; }

    /// <summary>Who was put on their care team.</summary>
    public StaffId? Worker { get; private set; }

    public DateTimeOffset? TakenBackAt { get; private set; }

    public StayReason? Stays { get; private set; }

    public static ImportedRow Of(Guid import, int number, Guid? person, StaffId? worker) => new() { Import = import, Number = number, Person = person, Worker = worker };

    public void TakeBack(DateTimeOffset now) => TakenBackAt = now;

    public void Stay(StayReason reason) => Stays = reason;
}

/// <summary>Which column of a table held what the last time; the next table with the same columns begins with it.</summary>
internal sealed class RememberedColumns : IVersioned
{
    private RememberedColumns()
    {
    }

    public ImportKind Kind { get; private set; }

    public string Shape { get; private set; } = "";

    public int Version { get; private set; }

    public string Fields { get; private set; } = "";

    public DateOrder Order { get; private set; }

    public static RememberedColumns Of(ImportKind kind, string shape, ColumnMap map) => new() { Kind = kind, Shape = shape, Fields = map.ToText(), Order = map.Order };

    public void Change(ColumnMap map) => (Fields, Order) = (map.ToText(), map.Order);
}

using System.Security.Cryptography;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Platform.Sealing;

/// <summary>One row that only the right key ring opens: it is tried before the door opens.</summary>
internal sealed class RingMark
{
    public const int TheOnly = 1;

    private RingMark()
    {
    }

    public int Id { get; private set; }

    /// <summary>Sealed.</summary>
    public string Words { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    public static RingMark Make(DateTimeOffset now) => new() { Id = TheOnly, Words = "This key ring belongs to this database.", MadeAt = now };
}

internal sealed class RingMarkTable : IEntityTypeConfiguration<RingMark>
{
    public void Configure(EntityTypeBuilder<RingMark> builder)
    {
        builder.ToTable("KeyRingMarks");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Words).IsSealed();
    }
}

/// <summary>Holds the database against its key ring. The house does not open without it: it would show records with holes, and seal new words with keys that
/// nobody backed up.</summary>
internal sealed class CheckKeyRing(CareDb care, KeyRing ring, TimeProvider clock)
{
    private string Purpose => SealedColumn.Purpose(care.Model.FindEntityType(typeof(RingMark))!.FindProperty(nameof(RingMark.Words))!);

    /// <exception cref="SettingException">The ring in the data folder does not open this database.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            if (await IsMarkedAsync(cancel)) return;
            // A new database, or one from before columns were sealed: what stands open is sealed now.
            await new Reseal(care, ring).RunAsync(takeOpen: true, cancel);
            care.Add(RingMark.Make(clock.GetUtcNow()));
            await care.SaveChangesAsync(cancel);
            // What stood open is overwritten in the file (secure_delete), and would still stand in the journal.
            if (care.Database.IsSqlite()) await care.Database.ExecuteSqlAsync($"PRAGMA wal_checkpoint(TRUNCATE)", cancel);
        }
        catch (CryptographicException e)
        {
            throw new SettingException(
                $"The key ring in '{ring.Folder}' does not open this database ({e.Message.TrimEnd('.')}). Put back the folder 'keys' that was backed up with it: nothing else opens safe-contact facts and notes.");
        }
        catch (DbUpdateException)
        {
            // Two processes met the database at once; the other has marked it.
            care.ChangeTracker.Clear();
            if (!await IsMarkedAsync(cancel)) throw;
        }
    }

    // Past the model: a ring that does not fit is told in one sentence, and not as a failed query as well.
    private async Task<bool> IsMarkedAsync(CancellationToken cancel)
    {
        if (await care.Database.SqlQuery<string>($"""SELECT "Words" AS "Value" FROM "KeyRingMarks" """).SingleOrDefaultAsync(cancel) is not { } words) return false;
        ring.Open(Purpose, words);
        return true;
    }
}

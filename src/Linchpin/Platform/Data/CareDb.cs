using System.Reflection;
using Linchpin.Kernel;
using Linchpin.Platform.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform.Data;

/// <summary>A row that people edit: its version is checked on save, and a clash is a <see cref="DbUpdateConcurrencyException"/>.</summary>
public interface IVersioned
{
    int Version { get; }
}

/// <summary>Work that must stand in the same transaction as whatever is being saved (audit entries, outbox rows).</summary>
public interface ICommitParticipant
{
    /// <summary>True when it has something to write even if nothing else changed.</summary>
    bool HasWork { get; }

    /// <summary>Runs inside the transaction, before the rows are written; adds its own rows to <paramref name="care"/>.</summary>
    Task PrepareAsync(CareDb care, CancellationToken cancel);

    /// <summary>Runs after the commit is durable.</summary>
    void Committed()
    {
    }

    /// <summary>Runs when the transaction failed: its rows are taken back, and what did not happen is not told.</summary>
    void RolledBack(CareDb care)
    {
    }
}

/// <summary>The only memory of the house. One model for two providers; each provider has a context of its own because each has migrations of its own.
/// Modules bring their tables as <see cref="IEntityTypeConfiguration{TEntity}"/> and reach them through <see cref="DbContext.Set{TEntity}()"/>.</summary>
public abstract class CareDb(DbContextOptions options) : DbContext(options)
{
    private readonly KeyRing? _ring = options.FindExtension<KeyRingOption>()?.Ring;
    private Func<IEnumerable<ICommitParticipant>>? _lender;
    private ICommitParticipant[]? _participants;
    private WriteGate? _gate;

    /// <summary>Opens the sealed columns; null where only the tables are asked for.</summary>
    internal KeyRing? Ring => _ring;

    private WriteGate Gate => _gate ?? throw new InvalidOperationException("This context was not lent to a scope.");

    // Found at the first save: most pages only read.
    private ICommitParticipant[] Participants =>
        _participants ??= [.. (_lender ?? throw new InvalidOperationException("This context was not lent to a scope: nothing would write its audit."))()];

    /// <summary>Contexts are kept and lent to one scope after another (making one costs more than most questions do); each brings those that commit with it.</summary>
    internal CareDb LentTo(Func<IEnumerable<ICommitParticipant>> participants, WriteGate gate)
    {
        (_lender, _participants, _gate) = (participants, null, gate);
        return this;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync: audit and outbox are written in the same transaction.");

    /// <summary>Writes changes, audit entries and outbox rows in one transaction.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A version that was read is no longer the stored one.</exception>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        if (!ChangeTracker.HasChanges() && !Participants.Any(p => p.HasWork)) return 0;
        if (Database.CurrentTransaction is not null) return await WriteAsync(acceptAllChangesOnSuccess, cancellationToken);

        return await InTransactionAsync(token => WriteAloneAsync(acceptAllChangesOnSuccess, token), cancellationToken);
    }

    /// <summary>Runs reads and writes that must see one state of the database. On SQLite it holds the only write lock from its start.</summary>
    public async Task<T> InTransactionAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        if (Database.CurrentTransaction is not null) throw new InvalidOperationException("A transaction is already open.");
        using var turn = await Gate.EnterAsync(cancel);
        await using var transaction = await Database.BeginTransactionAsync(cancel);
        try
        {
            var result = await work(cancel);
            // From here on the answer must match what is stored, so a caller who went away no longer matters.
            await transaction.CommitAsync(CancellationToken.None);
            foreach (var participant in Participants) participant.Committed();
            return result;
        }
        catch
        {
            foreach (var participant in Participants) participant.RolledBack(this);
            throw;
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(CareDb).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (!typeof(IVersioned).IsAssignableFrom(entity.ClrType) || entity.IsOwned()) continue;
            builder.Entity(entity.ClrType).Property(nameof(IVersioned.Version)).IsConcurrencyToken();
        }

        SealedColumn.Apply(builder.Model, _ring);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        foreach (var id in typeof(CareDb).Assembly.GetTypes().Where(IsTypedId))
            conventions.Properties(id).HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(id));
        conventions.Properties<UsState>().HaveConversion<UsStateConverter>().HaveMaxLength(2);
        conventions.Properties<PhoneNumber>().HaveConversion<PhoneNumberConverter>().HaveMaxLength(20);
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        ConfigureInstants(conventions);
    }

    /// <summary>How this provider keeps instants: whole microseconds of UTC on both, so that a value reads back as it was written.</summary>
    protected abstract void ConfigureInstants(ModelConfigurationBuilder conventions);

    private static bool IsTypedId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));

    // A transaction of one save ends with it, so it needs no savepoint. And EF Core passes over a savepoint that could not be released, which is where FTS5 notices that the disk is
    // full: the commit would then say no more than that there is nothing to commit.
    private async Task<int> WriteAloneAsync(bool accept, CancellationToken cancel)
    {
        Database.AutoSavepointsEnabled = false;
        try
        {
            return await WriteAsync(accept, cancel);
        }
        finally
        {
            Database.AutoSavepointsEnabled = true;
        }
    }

    private async Task<int> WriteAsync(bool accept, CancellationToken cancel)
    {
        foreach (var participant in Participants) await participant.PrepareAsync(this, cancel);
        foreach (var entry in ChangeTracker.Entries<IVersioned>().Where(e => e.State == EntityState.Modified))
        {
            var version = entry.Property(v => v.Version);
            version.CurrentValue = version.OriginalValue + 1;
        }

        return await base.SaveChangesAsync(accept, cancel);
    }
}

public sealed class SqliteCareDb(DbContextOptions<SqliteCareDb> options) : CareDb(options)
{
    protected override void ConfigureInstants(ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<InstantToTicks>();
}

public sealed class PostgresCareDb(DbContextOptions<PostgresCareDb> options) : CareDb(options)
{
    protected override void ConfigureInstants(ModelConfigurationBuilder conventions) =>
        conventions.Properties<DateTimeOffset>().HaveConversion<InstantToUtc>();
}

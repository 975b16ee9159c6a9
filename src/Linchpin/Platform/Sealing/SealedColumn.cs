using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Linchpin.Platform.Sealing;

/// <summary>Columns whose words stand sealed in the database. The code reads and writes them as if they stood open; a question in SQL can't look into them.</summary>
public static class SealedColumn
{
    private const string Mark = "Linchpin:Sealed";

    /// <summary>Seals this column. It takes text or what is kept as text, of any length: sealed words are longer than open ones.</summary>
    public static PropertyBuilder<T> IsSealed<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Mark, true);

    /// <summary>Every sealed column of the model.</summary>
    public static IEnumerable<IReadOnlyProperty> Of(IReadOnlyModel model) =>
        model.GetEntityTypes().SelectMany(e => e.GetDeclaredProperties()).Where(p => p.FindAnnotation(Mark) is not null);

    /// <summary>What its words are sealed for. Moved to another column they do not open.</summary>
    public static string Purpose(IReadOnlyProperty property) => $"{property.DeclaringType.ContainingEntityType.GetTableName()}.{property.GetColumnName()}";

    /// <summary>Puts the seal behind whatever else a column converts. Last of all: the columns must have their names.</summary>
    internal static void Apply(IMutableModel model, KeyRing? ring)
    {
        foreach (var property in Of(model).Cast<IMutableProperty>().ToList())
        {
            if (property.GetMaxLength() is not null) throw new InvalidOperationException($"{Purpose(property)} is sealed and can't have a greatest length in the database.");
            var seal = new Sealing(ring, Purpose(property));
            property.SetValueConverter(property.GetValueConverter()?.ComposeWith(seal) ?? seal);
        }
    }

    private sealed class Sealing(KeyRing? ring, string purpose) : ValueConverter<string, string>(
        words => RingOf(ring).Seal(purpose, words), sealedWords => RingOf(ring).Open(purpose, sealedWords));

    private static KeyRing RingOf(KeyRing? ring) => ring ?? throw new InvalidOperationException("This context was made without a key ring: it knows the tables and can't read sealed columns.");
}

/// <summary>Hands the key ring to the model. Two rings make two models, because the seal is part of how a column is read.</summary>
internal sealed class KeyRingOption(KeyRing ring) : IDbContextOptionsExtension
{
    public KeyRing Ring => ring;

    public DbContextOptionsExtensionInfo Info => field ??= new Facts(this);

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class Facts(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "sealed columns ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is Facts;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
        {
        }
    }
}

internal sealed class ModelOfRing : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime) => (context.GetType(), (context as CareDb)?.Ring, designTime);
}

internal static class KeyRingOptions
{
    public static TBuilder UseKeyRing<TBuilder>(this TBuilder options, KeyRing ring) where TBuilder : DbContextOptionsBuilder
    {
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new KeyRingOption(ring));
        options.ReplaceService<IModelCacheKeyFactory, ModelOfRing>();
        return options;
    }
}

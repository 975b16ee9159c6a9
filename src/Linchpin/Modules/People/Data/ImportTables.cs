using Linchpin.Modules.People.ImportPeople.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class PeopleImportTable : IEntityTypeConfiguration<PeopleImport>
{
    public void Configure(EntityTypeBuilder<PeopleImport> builder)
    {
        builder.ToTable("PeopleImports");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.FileMark).HasMaxLength(64);
        builder.Property(i => i.Claim).HasMaxLength(100);
        builder.Property(i => i.Shape).HasMaxLength(64);
        builder.Ignore(i => i.Map);
        builder.Ignore(i => i.LeftOut);
        // Two who import the same file at once would make everybody twice: only one can.
        builder.HasIndex(i => i.Claim).IsUnique();
        builder.HasIndex(i => i.UploadedAt);
    }
}

internal sealed class ImportSheetTable : IEntityTypeConfiguration<ImportSheet>
{
    public void Configure(EntityTypeBuilder<ImportSheet> builder)
    {
        builder.ToTable("ImportSheets");
        builder.HasKey(s => s.Import);
        builder.Property(s => s.Import).ValueGeneratedNever();
    }
}

internal sealed class ImportedRowTable : IEntityTypeConfiguration<ImportedRow>
{
    public void Configure(EntityTypeBuilder<ImportedRow> builder)
    {
        builder.ToTable("ImportedRows");
        builder.HasKey(r => new { r.Import, r.Number });
        builder.HasIndex(r => r.Person);
    }
}

internal sealed class RememberedColumnsTable : IEntityTypeConfiguration<RememberedColumns>
{
    public void Configure(EntityTypeBuilder<RememberedColumns> builder)
    {
        builder.ToTable("RememberedColumns");
        builder.HasKey(c => new { c.Kind, c.Shape });
        builder.Property(c => c.Shape).HasMaxLength(64);
    }
}

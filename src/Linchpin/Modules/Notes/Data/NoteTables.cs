using System.Text.Encodings.Web;
using System.Text.Json;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Platform.Sealing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Notes.Data;

internal sealed class NoteTable : IEntityTypeConfiguration<Note>
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Configure(EntityTypeBuilder<Note> builder)
    {
        builder.ToTable("Notes");
        builder.HasKey(n => n.Id);
        builder.HasIndex(n => n.Session).IsUnique();
        builder.HasIndex(n => new { n.Client, n.HeldAt });
        // Today asks each worker's unsigned notes.
        builder.HasIndex(n => new { n.Author, n.Status, n.SessionEndedAt });
        builder.Property(n => n.Kind).HasDefaultValue(NoteKind.Session);
        builder.Property(n => n.Template).HasMaxLength(40);
        builder.Property(n => n.SignedName).HasMaxLength(300);
        builder.Property(n => n.SignedTitle).HasMaxLength(80);
        builder.Property(n => n.Seal).HasMaxLength(64);
        builder.Property(n => n.Sections).HasConversion(
            sections => JsonSerializer.Serialize(sections, Json),
            text => JsonSerializer.Deserialize<List<SectionText>>(text, Json) ?? new List<SectionText>(),
            new ValueComparer<IReadOnlyList<SectionText>>((a, b) => a!.SequenceEqual(b!), s => s.Count, s => s)).IsSealed();
        builder.Ignore(n => n.Facts);
        builder.Ignore(n => n.Signature);
        builder.Ignore(n => n.SealIsIntact);
    }
}

internal sealed class AddendumTable : IEntityTypeConfiguration<Addendum>
{
    public void Configure(EntityTypeBuilder<Addendum> builder)
    {
        builder.ToTable("NoteAddenda");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasIndex(a => new { a.Note, a.At });
        builder.HasOne<Note>().WithMany().HasForeignKey(a => a.Note).OnDelete(DeleteBehavior.Restrict);
        builder.Property(a => a.Text).IsSealed();
        builder.Property(a => a.Name).HasMaxLength(300);
        builder.Property(a => a.Title).HasMaxLength(80);
        builder.Property(a => a.Seal).HasMaxLength(64);
    }
}

internal sealed class CosignatureTable : IEntityTypeConfiguration<Cosignature>
{
    public void Configure(EntityTypeBuilder<Cosignature> builder)
    {
        builder.ToTable("NoteCosignatures");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasOne<Note>().WithMany().HasForeignKey(c => c.Note).OnDelete(DeleteBehavior.Restrict);
        // Two who ask at once would both open the next round: only one can.
        builder.HasIndex(c => new { c.Note, c.Round }).IsUnique();
        // Today asks what waits of the people on a line, and what came back to an author.
        builder.HasIndex(c => new { c.Author, c.Status });
        builder.Property(c => c.Basis).HasMaxLength(Cosignature.LongestBasis);
        builder.Property(c => c.Name).HasMaxLength(300);
        builder.Property(c => c.Title).HasMaxLength(80);
        builder.Property(c => c.Reason).IsSealed();
        builder.Property(c => c.Seal).HasMaxLength(64);
    }
}

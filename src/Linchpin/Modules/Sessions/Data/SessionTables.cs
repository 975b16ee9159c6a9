using System.Text.Json;
using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Sealing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Sessions.Data;

internal sealed class SessionRecordTable : IEntityTypeConfiguration<SessionRecord>
{
    public void Configure(EntityTypeBuilder<SessionRecord> builder)
    {
        builder.ToTable("SessionRecords");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Agreed).HasMaxLength(SessionRecord.LongestText);
        builder.Property(s => s.NextSteps).HasMaxLength(SessionRecord.LongestText);
        builder.Ignore(s => s.Agenda);
        builder.Property<List<string>>("_agenda").HasColumnName("Agenda").HasConversion(
            items => JsonSerializer.Serialize(items, JsonSerializerOptions.Web),
            text => JsonSerializer.Deserialize<List<string>>(text, JsonSerializerOptions.Web) ?? new List<string>(),
            new ValueComparer<List<string>>((a, b) => a!.SequenceEqual(b!), items => items.Count, items => items.ToList()));
        builder.HasIndex(s => new { s.Worker, s.EndedAt });
        builder.HasIndex(s => new { s.Client, s.EndedAt });
    }
}

internal sealed class CheckInTable : IEntityTypeConfiguration<CheckIn>
{
    public void Configure(EntityTypeBuilder<CheckIn> builder)
    {
        builder.ToTable("CheckIns");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Place).HasConversion(
            address => address == null ? null : JsonSerializer.Serialize(StoredAddress.Of(address), JsonSerializerOptions.Web),
            text => text == null ? null : JsonSerializer.Deserialize<StoredAddress>(text, JsonSerializerOptions.Web)!.ToAddress());
        builder.Property(c => c.CompanyWho).HasMaxLength(CheckIn.LongestText);
        builder.Property(c => c.EmergencyContact).HasMaxLength(CheckIn.LongestText);
        builder.Property(c => c.DeclinedPlan).HasMaxLength(1000);
        // Two clicks at once confirm once: the second save finds a confirmation where it read none, and looks again.
        builder.Property(c => c.ConfirmedAt).IsConcurrencyToken();
        builder.HasIndex(c => new { c.Session, c.At });
        builder.HasIndex(c => new { c.Client, c.ConfirmedAt });
    }

    private sealed record StoredAddress(string Line, string? Unit, string City, string State, string? PostalCode)
    {
        public static StoredAddress Of(Address address) => new(address.Line, address.Unit, address.City, address.State.Code, address.PostalCode);

        public Address ToAddress() => new(Line, Unit, City, UsState.Parse(State), PostalCode);
    }
}

internal sealed class GateDecisionTable : IEntityTypeConfiguration<GateDecision>
{
    public void Configure(EntityTypeBuilder<GateDecision> builder)
    {
        builder.ToTable("GateDecisions");
        builder.HasKey(g => g.Id);
        builder.Ignore(g => g.MayGo);
        builder.Property(g => g.Act).HasMaxLength(60);
        builder.Property(g => g.Licence).HasMaxLength(200);
        builder.Property(g => g.Rule).HasMaxLength(1000);
        builder.Property(g => g.EmergencyReason).HasMaxLength(GateDecision.LongestReason);
        builder.HasIndex(g => new { g.Session, g.At });
        builder.HasIndex(g => new { g.Worker, g.At });
        // Exceptions are few: the chart finds a client's without touching the decisions of every session.
        builder.HasIndex(g => g.Session).HasFilter("\"EmergencyReason\" IS NOT NULL");
    }
}

internal sealed class ExceptionNoticeTable : IEntityTypeConfiguration<ExceptionNotice>
{
    public void Configure(EntityTypeBuilder<ExceptionNotice> builder)
    {
        builder.ToTable("ExceptionNotices");
        builder.HasKey(n => new { n.Decision, n.Staff });
        builder.HasIndex(n => new { n.Staff, n.At });
        builder.HasIndex(n => n.Session);
    }
}

internal sealed class AttendanceSpanTable : IEntityTypeConfiguration<AttendanceSpan>
{
    public void Configure(EntityTypeBuilder<AttendanceSpan> builder)
    {
        builder.ToTable("AttendanceSpans");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => new { a.Session, a.JoinedAt });
    }
}

internal sealed class JottingTable : IEntityTypeConfiguration<Jotting>
{
    public void Configure(EntityTypeBuilder<Jotting> builder)
    {
        builder.ToTable("Jottings");
        builder.HasKey(j => new { j.Session, j.Worker });
        builder.Property(j => j.Words).IsSealed();
    }
}

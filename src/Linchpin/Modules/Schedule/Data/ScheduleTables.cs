using Linchpin.Modules.Schedule.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Schedule.Data;

internal sealed class AppointmentTable : IEntityTypeConfiguration<Appointment>
{
    public void Configure(EntityTypeBuilder<Appointment> builder)
    {
        builder.ToTable("Appointments");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.ClientZone).HasMaxLength(64);
        builder.Property(a => a.Reason).HasMaxLength(Appointment.LongestReason);
        builder.Ignore(a => a.Slot);
        builder.HasIndex(a => new { a.Worker, a.Starts });
        builder.HasIndex(a => new { a.Client, a.Starts });
        builder.HasMany(a => a.Changes).WithOne().HasForeignKey(c => c.Session).OnDelete(DeleteBehavior.Restrict);
        builder.Navigation(a => a.Changes).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class AppointmentChangeTable : IEntityTypeConfiguration<AppointmentChange>
{
    public void Configure(EntityTypeBuilder<AppointmentChange> builder)
    {
        builder.ToTable("AppointmentChanges");
        builder.HasKey(c => c.Id);
        // Made by the domain: otherwise a change found through the aggregate would pass for a row that exists.
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Reason).HasMaxLength(Appointment.LongestReason);
    }
}

internal sealed class CalendarLaneTable : IEntityTypeConfiguration<CalendarLane>
{
    public void Configure(EntityTypeBuilder<CalendarLane> builder)
    {
        builder.ToTable("CalendarLanes");
        builder.HasKey(l => l.Person);
        builder.Property(l => l.Person).ValueGeneratedNever();
    }
}

internal sealed class JoinLinkTable : IEntityTypeConfiguration<JoinLink>
{
    public void Configure(EntityTypeBuilder<JoinLink> builder)
    {
        builder.ToTable("JoinLinks");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.HasIndex(l => l.Session);
    }
}

internal sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("Invitations");
        builder.HasKey(i => i.Session);
    }
}

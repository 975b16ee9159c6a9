using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.StaffRegister;

/// <summary>What an administrator types about a staff member, to add one or to change one.</summary>
[ValidatableType]
public sealed class StaffForm
{
    /// <summary>Made when the form is shown: posting the same form twice makes one person.</summary>
    public Guid Id { get; set; }

    /// <summary>The version that was read; 0 for somebody new.</summary>
    public int Version { get; set; }

    public string? Given { get; set; }

    public string? Family { get; set; }

    public string? Email { get; set; }

    public string? Phone { get; set; }

    public string TimeZone { get; set; } = Zone.Default;

    public List<string>? Languages { get; set; }

    public string? Position { get; set; }

    public DateOnly? ActiveFrom { get; set; }

    public DateOnly? ActiveThrough { get; set; }

    internal static StaffForm Of(StaffMember member) => new()
    {
        Id = member.Id.Value, Version = member.Version, Given = member.Given, Family = member.Family, Email = member.Email, Phone = member.Phone?.ToString(),
        TimeZone = member.TimeZone, Languages = [.. member.Languages], Position = member.Position.ToString(), ActiveFrom = member.ActiveFrom,
        ActiveThrough = member.ActiveThrough,
    };

    internal Result<StaffDetails> Check() =>
        StaffDetails.Create(Given, Family, Email, Phone, TimeZone, Languages, Position, ActiveFrom, ActiveThrough);
}

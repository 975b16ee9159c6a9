using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.StaffLicences;

/// <summary>What an administrator types about a licence, to add one or to change one.</summary>
[ValidatableType]
public sealed class LicenceForm
{
    /// <summary>Made when the form is shown: posting the same form twice makes one licence.</summary>
    public Guid Id { get; set; }

    /// <summary>The version that was read; 0 for a new one.</summary>
    public int Version { get; set; }

    public string? State { get; set; }

    public string? Title { get; set; }

    public string? Category { get; set; }

    public string? Number { get; set; }

    public DateOnly? IssuedOn { get; set; }

    public DateOnly? ExpiresOn { get; set; }

    public DateOnly? VerifiedOn { get; set; }

    public string? VerificationSource { get; set; }

    public string? Status { get; set; }

    public bool IsSupervised { get; set; }

    internal static LicenceForm Of(Licence licence) => new()
    {
        Id = licence.Id, Version = licence.Version, State = licence.State.Code, Title = licence.Title, Category = licence.Category, Number = licence.Number,
        IssuedOn = licence.IssuedOn, ExpiresOn = licence.ExpiresOn, VerifiedOn = licence.VerifiedOn, VerificationSource = licence.VerificationSource,
        Status = licence.Status.ToString(), IsSupervised = licence.IsSupervised,
    };

    internal Result<LicenceDetails> Check(DateOnly today) => LicenceDetails.Create(
        State, Title, Category, Number, IssuedOn, ExpiresOn, VerifiedOn, VerificationSource, Status, IsSupervised, today);
}

/// <summary>Which licence to close.</summary>
[ValidatableType]
public sealed class CloseLicenceForm
{
    public int Version { get; set; }
}

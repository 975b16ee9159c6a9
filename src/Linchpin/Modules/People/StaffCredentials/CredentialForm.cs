using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.StaffCredentials;

/// <summary>What an administrator types about a degree, an exam, a competency or a course.</summary>
[ValidatableType]
public sealed class CredentialForm
{
    /// <summary>Made when the form is shown: posting the same form twice makes one entry.</summary>
    public Guid Id { get; set; }

    /// <summary>The version that was read; 0 for a new one.</summary>
    public int Version { get; set; }

    /// <summary>Name of a <see cref="CredentialKind"/>; the form's fields follow it.</summary>
    public string? Kind { get; set; }

    public string? Topic { get; set; }

    public string? Level { get; set; }

    public string? Title { get; set; }

    public string? Issuer { get; set; }

    public string? Hours { get; set; }

    public DateOnly? CompletedOn { get; set; }

    public DateOnly? ExpiresOn { get; set; }

    public DateOnly? VerifiedOn { get; set; }

    public string? Source { get; set; }

    internal CredentialKind KindOr(CredentialKind otherwise) => Enum.TryParse<CredentialKind>(Kind, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : otherwise;

    internal static CredentialForm Of(Credential credential) => new()
    {
        Id = credential.Id, Version = credential.Version, Kind = credential.Kind.ToString(), Topic = credential.Topic?.ToString(), Level = credential.Level,
        Title = credential.Title, Issuer = credential.Issuer, Hours = credential.Hours?.ToString("0.##", CultureInfo.InvariantCulture), CompletedOn = credential.CompletedOn,
        ExpiresOn = credential.ExpiresOn, VerifiedOn = credential.VerifiedOn, Source = credential.Source?.ToString(),
    };

    internal Result<CredentialDetails> Check(CredentialKind kind, DateOnly today) =>
        CredentialDetails.Create(kind, Topic, Level, Title, Issuer, Hours, CompletedOn, ExpiresOn, VerifiedOn, Source, today);
}

/// <summary>Which entry is taken back, and why.</summary>
[ValidatableType]
public sealed class TakeBackForm
{
    public int Version { get; set; }

    public string? Reason { get; set; }
}

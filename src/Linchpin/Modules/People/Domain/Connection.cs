using Linchpin.Kernel;

namespace Linchpin.Modules.People.Domain;

internal enum PhoneKind
{
    NotAsked,
    None,
    Basic,
    Smart,
}

internal enum Ownership
{
    NotAsked,
    Own,
    Shared,
}

internal enum DataPlan
{
    NotAsked,
    Unlimited,
    Limited,
    Prepaid,
    WifiOnly,
    None,
}

internal enum VideoQuality
{
    NotAsked,
    Works,
    Stutters,
    PhoneOnly,
}

/// <summary>With what a client comes to a session: their devices, whose they are, and what the line carries.</summary>
/// <param name="SharedWith">Who else uses or sees the device: what stands on it may be read by them.</param>
/// <param name="HelpWith">What they need help with; null when they need none.</param>
internal sealed record Connection(
    PhoneKind Phone, bool HasComputer, bool HasTablet, Ownership Ownership, string? SharedWith, DataPlan Plan, VideoQuality Video, bool NeedsHelp, string? HelpWith)
{
    public const int LongestText = 300;

    public static Result<Connection> Create(string? phone, bool hasComputer, bool hasTablet, string? ownership, string? sharedWith, string? plan, string? video, bool needsHelp, string? helpWith)
    {
        List<Error> errors = [];
        string? Checked(string field, string? text)
        {
            var clean = Text.CleanLines(text);
            if (clean?.Length > LongestText) errors.Add(Error.Invalid(field, "Keep this under {0} characters.", LongestText));
            return clean;
        }

        var whose = Known<Ownership>(ownership);
        var made = new Connection(Known<PhoneKind>(phone), hasComputer, hasTablet, whose, Checked("SharedWith", sharedWith), Known<DataPlan>(plan), Known<VideoQuality>(video), needsHelp, Checked("HelpWith", helpWith));
        if (made.SharedWith is not null && whose is not Ownership.Shared) errors.Add(Error.Invalid("Ownership", "Say that the device is shared, or empty who shares it."));
        return errors.Count > 0 ? Result<Connection>.Fail(errors) : made;
    }

    private static T Known<T>(string? text) where T : struct, Enum => Enum.TryParse<T>(text, out var value) && Enum.IsDefined(value) ? value : default;
}

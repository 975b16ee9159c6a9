using System.Text.Json;
using Linchpin.Kernel;

namespace Linchpin.Modules.People.Domain;

/// <param name="State">USPS code.</param>
/// <param name="Enacted">ISO 8601 day, or month where the source tells no day.</param>
internal sealed record CompactState(string State, string Enacted, string Source)
{
    public string Name => UsState.Parse(State).Name;
}

/// <param name="Issued">Whether anybody holds a multistate privilege yet.</param>
/// <param name="AsOf">How old the newest source is that says so.</param>
internal sealed record CompactPrivileges(bool Issued, string AsOf, string Source);

/// <summary>The Social Work Licensure Compact as dated data, to be shown. The licence gate doesn't know it: a state that joined opens nothing until privileges are issued, and then
/// each is a licence of its own in the register.</summary>
internal sealed record SocialWorkCompact(string Set, string About, CompactPrivileges Privileges, IReadOnlyList<CompactState> States)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private static readonly Lazy<SocialWorkCompact> Read = new(Load);

    /// <exception cref="InvalidOperationException">The embedded file is missing or names a state that does not exist.</exception>
    public static SocialWorkCompact Known => Read.Value;

    private static SocialWorkCompact Load()
    {
        using var stream = typeof(SocialWorkCompact).Assembly.GetManifestResourceStream("Linchpin.Modules.People.Content.social-work-compact.json")
            ?? throw new InvalidOperationException("social-work-compact.json is missing.");
        var compact = JsonSerializer.Deserialize<SocialWorkCompact>(stream, Format) ?? throw new InvalidOperationException("social-work-compact.json is empty.");
        return compact.States.All(s => UsState.TryParse(s.State, out _)) ? compact : throw new InvalidOperationException("social-work-compact.json names a state that does not exist.");
    }
}

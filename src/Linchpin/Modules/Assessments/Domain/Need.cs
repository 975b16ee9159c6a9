using System.Security.Cryptography;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Assessments.Domain;

internal enum NeedStatus
{
    /// <summary>A screen points to it; nobody has talked it over with the client yet.</summary>
    Suspected,
    Confirmed,

    /// <summary>Talked over, and not a need.</summary>
    Refuted,
    Resolved,
    EnteredInError,
}

/// <summary>What the client wants done. Recorded, never overridden.</summary>
internal enum ClientWish
{
    WantsHelp,
    NotNow,
    AlreadyHasHelp,
    Undecided,
}

/// <summary>A screen that pointed to the need, and the rule by which it did.</summary>
internal sealed record NeedEvidence(ScreeningResponseId ScreenId, string Canonical, string Domain, string RuleVersion, DateTimeOffset At);

/// <param name="ClientWords">What the client said of it, in their own words; may be empty.</param>
/// <param name="Since">When it began, as far as the client can say.</param>
/// <param name="Category">Another of the categories the screen allows, once it is clear which; null keeps the present one.</param>
internal sealed record Confirmation(string? ClientWords, ClientWish Wish, DateOnly? Since = null, SdohCategory? Category = null);

/// <summary>
/// Something in a client's life that stands in the way: suspected by a screen, confirmed or refuted with the client, resolved at last.
/// </summary>
internal sealed class Need : IVersioned
{
    public const int LongestText = 2000;

    /// <summary>The field in which the evidence is kept, for its mapping.</summary>
    internal const string EvidenceField = nameof(_evidence);

    // Set anew by EF when it reads the row.
    private List<NeedEvidence> _evidence = [];

    private Need()
    {
    }

    public NeedId Id { get; private set; }
    public ClientId ClientId { get; private set; }

    /// <summary>Key of the screen's domain that raised it.</summary>
    public string Domain { get; private set; } = "";

    /// <summary>Code of the category of the SDOH Clinical Care guide.</summary>
    public string Category { get; private set; } = "";

    public NeedStatus Status { get; private set; }
    public DateTimeOffset SuspectedAt { get; private set; }
    public IReadOnlyList<NeedEvidence> Evidence => _evidence;

    /// <summary>The session in which it was confirmed or refuted, where there was one.</summary>
    public SessionId? DecidedInSession { get; private set; }

    public StaffId? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? ClientWords { get; private set; }
    public ClientWish? Wish { get; private set; }
    public DateOnly? Since { get; private set; }
    public string? RefutedReason { get; private set; }
    public StaffId? ResolvedBy { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }
    public string? ResolvedHow { get; private set; }
    public string? EnteredInErrorReason { get; private set; }
    public int Version { get; private set; }

    public bool IsOpen => Status is NeedStatus.Suspected or NeedStatus.Confirmed;

    /// <summary>
    /// The need that one screen raises in one domain always gets the same id, so that completing a screen twice, or at once from two places,
    /// raises it once.
    /// </summary>
    public static NeedId RaisedBy(ScreeningResponseId screen, string domain)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"need:{screen.Value:N}:{domain}"));
        // The version and variant bits of RFC 9562's version 8 (a value of the maker's own).
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new NeedId(new Guid(hash.AsSpan(0, 16), bigEndian: true));
    }

    /// <summary>Raises the suspected need of one positive domain of a screen.</summary>
    /// <exception cref="ArgumentException">The domain's outcome is not positive.</exception>
    public static Need Suspect(ClientId client, ScreeningResponseId screen, ScreenResult result, DomainResult domain)
    {
        if (domain.Outcome != ScreenOutcome.Positive)
            throw new ArgumentException("Only a positive screen raises a need.", nameof(domain));
        var need = new Need
        {
            Id = RaisedBy(screen, domain.Domain),
            ClientId = client,
            Domain = domain.Domain,
            Category = domain.Category,
            SuspectedAt = result.ScoredAt,
        };
        need.PointedToBy(screen, result, domain);
        return need;
    }

    /// <summary>Another screen points to the same need. The same screen twice is one piece of evidence.</summary>
    public void PointedToBy(ScreeningResponseId screen, ScreenResult result, DomainResult domain)
    {
        if (!_evidence.Any(e => e.ScreenId == screen && e.Domain == domain.Domain))
            _evidence.Add(new NeedEvidence(screen, result.Canonical, domain.Domain, domain.RuleVersion, result.ScoredAt));
    }

    /// <summary>Talked over with the client, and it is so. Confirming again with the same words changes nothing.</summary>
    public Result Confirm(Confirmation confirmation, SessionId? session, StaffId by, DateTimeOffset now)
    {
        var words = Text.CleanLines(confirmation.ClientWords);
        if (words?.Length > LongestText)
            return Error.Invalid("ClientWords", "Keep this under {0} characters.", LongestText);
        if (!Enum.IsDefined(confirmation.Wish))
            return Error.Invalid("Wish", "Choose what the client wants.");
        if (confirmation.Since > DateOnly.FromDateTime(now.UtcDateTime.AddDays(1)))
            return Error.Invalid("Since", "This date lies in the future.");
        var category = confirmation.Category?.Code ?? Category;
        if (Status == NeedStatus.Confirmed)
        {
            return ClientWords == words && Wish == confirmation.Wish && Since == confirmation.Since && Category == category
                ? Result.Ok
                : Error.Refused("This need was already confirmed, with other words.");
        }

        if (Status != NeedStatus.Suspected)
            return Settled();
        Status = NeedStatus.Confirmed;
        ClientWords = words;
        Wish = confirmation.Wish;
        Since = confirmation.Since;
        Category = category;
        Decide(session, by, now);
        return Result.Ok;
    }

    /// <summary>The client wants something else than before, or says it better.</summary>
    public Result ChangeWish(string? clientWords, ClientWish wish)
    {
        var words = Text.CleanLines(clientWords);
        if (words?.Length > LongestText)
            return Error.Invalid("ClientWords", "Keep this under {0} characters.", LongestText);
        if (!Enum.IsDefined(wish))
            return Error.Invalid("Wish", "Choose what the client wants.");
        if (Status != NeedStatus.Confirmed)
            return Error.Refused("Only a confirmed need has a wish.");
        ClientWords = words;
        Wish = wish;
        return Result.Ok;
    }

    /// <summary>Talked over with the client, and it is not so. The reason is required: a positive screen is never dropped without one.</summary>
    public Result Refute(string? reason, SessionId? session, StaffId by, DateTimeOffset now)
    {
        var why = Text.CleanLines(reason);
        if (Reason(why, "Say why this is not a need.") is { } error)
            return error;
        if (Status == NeedStatus.Refuted)
            return RefutedReason == why ? Result.Ok : Error.Refused("This need was already ruled out, for another reason.");
        if (Status != NeedStatus.Suspected)
            return Settled();
        Status = NeedStatus.Refuted;
        RefutedReason = why;
        Decide(session, by, now);
        return Result.Ok;
    }

    /// <summary>A confirmed need is met, or gone.</summary>
    public Result Resolve(string? how, StaffId by, DateTimeOffset now)
    {
        if (Status == NeedStatus.Resolved)
            return Result.Ok;
        var met = Text.CleanLines(how);
        if (Reason(met, "Say how this need was met.") is { } error)
            return error;
        if (Status != NeedStatus.Confirmed)
            return Error.Refused("Only a confirmed need can be resolved.");
        Status = NeedStatus.Resolved;
        ResolvedHow = met;
        ResolvedBy = by;
        ResolvedAt = now;
        return Result.Ok;
    }

    /// <summary>
    /// The screen that raised it was a mistake. Only a need nobody has talked over yet goes with its screen, and only when no other screen points to
    /// it; what was confirmed with the client stands by itself.
    /// </summary>
    public void ScreenEnteredInError(ScreeningResponseId screen, string reason)
    {
        _evidence.RemoveAll(e => e.ScreenId == screen);
        if (Status != NeedStatus.Suspected || _evidence.Count > 0)
            return;
        Status = NeedStatus.EnteredInError;
        EnteredInErrorReason = reason;
    }

    private void Decide(SessionId? session, StaffId by, DateTimeOffset now)
    {
        DecidedInSession = session;
        DecidedBy = by;
        DecidedAt = now;
    }

    private Error Settled() => Status switch
    {
        NeedStatus.Confirmed => Error.Refused("This need was already confirmed with the client."),
        NeedStatus.Refuted => Error.Refused("This need was already ruled out with the client."),
        NeedStatus.Resolved => Error.Refused("This need is already resolved."),
        _ => Error.Refused("The screen behind this need was marked as a mistake."),
    };

    private static Error? Reason(string? reason, string ask) => reason is null
        ? Error.Invalid("Reason", ask)
        : reason.Length > LongestText ? Error.Invalid("Reason", "Keep this under {0} characters.", LongestText) : null;
}

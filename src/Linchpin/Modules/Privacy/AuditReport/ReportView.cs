using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Privacy.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace Linchpin.Modules.Privacy.AuditReport;

/// <summary>How an act went, as the report asks for it.</summary>
public enum ReportOutcome
{
    Allowed,
    Denied,
    Failed,

    /// <summary>By a way that is open only in an emergency.</summary>
    Emergency,
}

/// <summary>What the report is ordered by, and from which end. In the order of time the newest stand first unless it is asked otherwise; in all others, those of one person, act
/// or address stand together.</summary>
public enum ReportOrder
{
    NewestFirst,
    OldestFirst,
    Who,
    WhoReversed,
    What,
    WhatReversed,
    AboutWhom,
    AboutWhomReversed,
    FromWhere,
    FromWhereReversed,
}

/// <summary>What the report shows: its filters, its order, its page.</summary>
/// <param name="FirstDay">In the reader's zone, as <paramref name="LastDay"/>.</param>
/// <param name="AfterAt">With <paramref name="AfterSequence"/> and <paramref name="AfterGroup"/>: where the page before ended.</param>
internal sealed record ReportView(
    Guid? Account = null, Guid? About = null, ActGroup? Acts = null, ReportOutcome? Outcome = null, DateOnly? FirstDay = null, DateOnly? LastDay = null, string? Address = null,
    ReportOrder Order = ReportOrder.NewestFirst, DateTimeOffset? AfterAt = null, long? AfterSequence = null, string? AfterGroup = null)
{
    [JsonIgnore]
    public AuditPlace? After => AfterAt is { } at && AfterSequence is { } sequence ? new AuditPlace(at, sequence, AfterGroup) : null;

    [JsonIgnore]
    public AuditColumn By => (AuditColumn)((int)Order / 2);

    [JsonIgnore]
    public bool IsReversed => (int)Order % 2 == 1;

    public ReportView At(AuditPlace? place) => this with { AfterAt = place?.At, AfterSequence = place?.Sequence, AfterGroup = place?.Group };

    /// <summary>The same from its beginning in the order of a column; from the other end when it is in that order already.</summary>
    public ReportView InOrderOf(AuditColumn column) => At(null) with { Order = (ReportOrder)(((int)column * 2) + (By == column && !IsReversed ? 1 : 0)) };

    /// <summary>The filters, each asked on its own: "in an emergency" is an act of an emergency, or any act on a record that stood open in one.</summary>
    public AuditFilter ToFilter(string zone) => new(
        Account is { } account ? new AccountId(account) : null,
        About is { } about ? new ClientId(about) : null,
        Acts is { } acts ? AuditedActs.Of(acts) : null,
        Outcome switch { ReportOutcome.Allowed => AuditOutcome.Allowed, ReportOutcome.Denied => AuditOutcome.Denied, ReportOutcome.Failed => AuditOutcome.Failed, _ => null },
        Outcome is ReportOutcome.Emergency ? AuditedActs.Of(ActGroup.Emergency) : null,
        FirstDay is { } first ? Zone.Day(first, zone).Start : null,
        LastDay is { } last ? Zone.Day(last, zone).End : null,
        Address is { } address && IPAddress.TryParse(address, out var parsed) ? parsed.ToString() : Address);

    /// <summary>Which filters were set, as codes for the audit: no name, no address, no day.</summary>
    public string Codes()
    {
        List<string> codes = [];
        if (Account is not null) codes.Add("who");
        if (About is not null) codes.Add("about");
        if (Acts is { } acts) codes.Add($"acts:{acts}");
        if (Outcome is { } outcome) codes.Add($"outcome:{outcome}");
        if (FirstDay is not null || LastDay is not null) codes.Add("days");
        if (Address is not null) codes.Add("address");
        return codes.Count == 0 ? "all" : string.Join(';', codes);
    }
}

/// <summary>Carries a view in an address without showing it: whom somebody looks into, and from which network address, must not stand in histories and logs. Sealed
/// for one account and for a working day.</summary>
internal sealed class ReportLink(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    public string Seal(ReportView view, Actor actor) => Protector(actor).Protect(JsonSerializer.Serialize(view), Lasts);

    public string PathOf(ReportView view, Actor actor) => "/admin/audit?view=" + Seal(view, actor);

    /// <summary>The view; null when the link is old, somebody else's, or no link of ours.</summary>
    public ReportView? Open(string? link, Actor actor)
    {
        if (string.IsNullOrEmpty(link)) return null;
        try
        {
            return JsonSerializer.Deserialize<ReportView>(Protector(actor).Unprotect(link));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Protector(Actor actor) =>
        protection.CreateProtector("Linchpin.Privacy.Report", actor.Account?.ToString() ?? "nobody").ToTimeLimitedDataProtector();
}

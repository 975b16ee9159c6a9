using System.Linq.Expressions;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Read;

/// <summary>The indexes that a filter may be walked by, and the parts of a question that every walk has.</summary>
internal static class AuditWays
{
    /// <summary>Each choice holds everything that fits the filter; one of several acts is as many walks.</summary>
    /// <param name="IsWhole">What is walked fits the filter, and nothing else needs to be looked at.</param>
    public sealed record Choices(IReadOnlyList<IReadOnlyList<Expression<Func<AuditEntry, bool>>>> All, bool IsWhole);

    public static Choices Of(AuditFilter filter)
    {
        List<IReadOnlyList<Expression<Func<AuditEntry, bool>>>> choices = [];
        // Nearly all is allowed: that fills a page without an index.
        if (filter.Outcome is { } outcome and not AuditOutcome.Allowed)
        {
            if (filter.About is { } about) choices.Add([e => e.Outcome == outcome && e.Outcome != AuditOutcome.Allowed && e.About == about]);
            if (filter.Account is { } account) choices.Add([e => e.Outcome == outcome && e.Outcome != AuditOutcome.Allowed && e.Account == account]);
            if (filter.Address is { } address) choices.Add([e => e.Outcome == outcome && e.Outcome != AuditOutcome.Allowed && e.From == address]);
            if (filter.Actions is { } actions) choices.Add([.. actions.Select(a => (Expression<Func<AuditEntry, bool>>)(e => e.Outcome == outcome && e.Outcome != AuditOutcome.Allowed && e.Action == a))]);
            if (choices.Count == 0) choices.Add([e => e.Outcome == outcome && e.Outcome != AuditOutcome.Allowed]);
        }
        else
        {
            if (filter.About is { } about) choices.Add([e => e.About == about]);
            if (filter.Account is { } account) choices.Add([e => e.Account == account]);
            if (filter.Address is { } address) choices.Add([e => e.From == address]);
            if (filter.Actions is { } actions) choices.Add([.. actions.Select(Named)]);
        }

        if (filter.InEmergency is { } emergency) choices.Add([e => EF.Functions.Like(e.Detail!, "%break-glass"), .. emergency.Select(Named)]);
        if (choices.Count == 0) return new([[e => true]], filter.Outcome is null);
        return new(choices, choices.Count == 1 && filter.Outcome is not AuditOutcome.Allowed);
    }

    private static Expression<Func<AuditEntry, bool>> Named(string action) => e => e.Action == action;

    /// <summary>After a place and within the days that are asked for. The bound of the index stands by itself: a database can't begin in the middle of an index by an "or".</summary>
    public static IQueryable<AuditEntry> Between(this IQueryable<AuditEntry> entries, AuditFilter filter, AuditPlace? after, bool oldestFirst)
    {
        if (filter.From is { } from) entries = entries.Where(e => e.At >= from);
        if (filter.Until is { } until) entries = entries.Where(e => e.At < until);
        if (after is not var (at, sequence, _)) return entries;
        return oldestFirst
            ? entries.Where(e => e.At >= at && (e.At > at || e.Sequence > sequence))
            : entries.Where(e => e.At <= at && (e.At < at || e.Sequence < sequence));
    }

    public static IQueryable<AuditEntry> Fitting(this IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.About is { } about) entries = entries.Where(e => e.About == about);
        if (filter.Account is { } account) entries = entries.Where(e => e.Account == account);
        if (filter.Address is { } address) entries = entries.Where(e => e.From == address);
        if (filter.Outcome is { } outcome) entries = entries.Where(e => e.Outcome == outcome);
        if (filter.InEmergency is { } emergency) entries = entries.Where(e => EF.Functions.Like(e.Detail!, "%break-glass") || emergency.Contains(e.Action));
        if (filter.Actions is { } actions) entries = entries.Where(e => actions.Contains(e.Action));
        return entries;
    }

    public static IQueryable<AuditEntry> InOrder(this IQueryable<AuditEntry> entries, bool oldestFirst) =>
        oldestFirst ? entries.OrderBy(e => e.At).ThenBy(e => e.Sequence) : entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Sequence);

    public static AuditLine Line(AuditEntry e) =>
        new(e.Sequence, e.At, e.Account, e.Kind, e.Roles, e.From, e.Trace, e.Action, e.Resource, e.ResourceId, e.About, e.Outcome, e.Detail);
}

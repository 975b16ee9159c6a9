using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.LicenceRules;

/// <summary>The rules an empty house starts with, from Content/ActRules. Once there is any rule, rules are data that administrators keep, and the files
/// are not read again.</summary>
internal sealed class StartingRules(IServiceScopeFactory scopes, TimeProvider clock) : IHostedService
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var care = scope.ServiceProvider.GetRequiredService<CareDb>();
        if (await care.Set<ActRule>().AnyAsync(cancellationToken)) return;

        var rules = Read().ToList();
        care.AddRange(rules);
        scope.ServiceProvider.GetRequiredService<IAuditTrail>().Record(
            new AuditEvent("licence-rule.start", "ActRule", null, Detail: $"{rules[0].StartingSet}:{rules.Count}"));
        try
        {
            await care.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another process opened the same empty house and was first: its rows have the same ids as ours.
            care.ChangeTracker.Clear();
            if (!await care.Set<ActRule>().AnyAsync(cancellationToken)) throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All rules of the embedded files.</summary>
    /// <exception cref="InvalidOperationException">A file holds a rule that the pages would refuse.</exception>
    internal IEnumerable<ActRule> Read()
    {
        var assembly = typeof(StartingRules).Assembly;
        var now = clock.GetUtcNow();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".People.Content.ActRules.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var file = JsonSerializer.Deserialize<RuleFile>(stream, Format) ?? throw new InvalidOperationException($"{name} is empty.");
            foreach (var row in file.Rules)
            {
                foreach (var act in row.Acts)
                {
                    var details = ActRuleDetails.Create(
                        row.State, row.Title, row.Category, act, row.Allowed, row.Cosignature, row.EffectiveFrom, row.Source, row.Verified);
                    if (!details.IsOk) throw new InvalidOperationException($"{name}: {row.State} {row.Title} {act}: {details.Errors[0].Message}");
                    yield return ActRule.Enter(IdOf(details.Value), details.Value, null, now, file.Set);
                }
            }
        }
    }

    // The same rule gets the same id everywhere, so that two processes that start at once can't both enter it.
    private static Guid IdOf(ActRuleDetails rule) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule.State}|{rule.Title}|{rule.Category}|{rule.Act}")).AsSpan(0, 16));

    private sealed record RuleFile(string Set, string About, IReadOnlyList<RuleRow> Rules);

    private sealed record RuleRow(
        string State, string Title, string? Category, IReadOnlyList<string> Acts, bool Allowed, bool Cosignature, DateOnly EffectiveFrom, string Source, bool Verified);
}

using System.Security.Cryptography;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Platform.Sealing;

namespace Linchpin.Modules.Privacy.RotateKeys;

/// <summary><c>./linchpin keys rotate</c>: makes a new key and seals every sealed column with it, while the house may be open. Former keys stay: backups and whatever a running
/// server writes until it has met the new key open with them.</summary>
internal static class RotateKeysVerb
{
    public const string Usage = "- makes a new key and seals safe-contact facts and notes with it; then back up data/keys";

    public static async Task<int> RunAsync(AdminCall call)
    {
        if (call.Arguments.Count > 0) return 2;
        await using var scope = call.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var ring = services.GetRequiredService<KeyRing>();
        var key = ring.MakeKey(services.GetRequiredService<TimeProvider>().GetUtcNow());
        var audit = services.GetRequiredService<IAuditTrail>();
        try
        {
            var sealedAnew = await services.GetRequiredService<Reseal>().RunAsync(takeOpen: false, call.Cancel);
            audit.Record(new AuditEvent("keys.rotate", "Key", key));
            await services.GetRequiredService<CareDb>().SaveChangesAsync(call.Cancel);
            await call.Out.WriteLineAsync($"Key {key:D} is in {ring.Folder}; {sealedAnew} values are sealed with it. Back that folder up now, apart from the database, and keep the former keys: older backups need them.");
            return 0;
        }
        catch (CryptographicException e)
        {
            audit.Record(new AuditEvent("keys.rotate", "Key", key, Outcome: AuditOutcome.Failed));
            await services.GetRequiredService<CareDb>().SaveChangesAsync(CancellationToken.None);
            await call.Error.WriteLineAsync($"Key {key:D} is made, and not everything is sealed with it: {e.Message.TrimEnd('.')}. What was not stays readable with its former key. Mend that value and run it again.");
            return 1;
        }
    }
}

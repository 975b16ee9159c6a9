using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SecondFactor;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Host;

/// <summary>A phone with an authenticator app that an account has set up: staff outside the demo programme reach nothing without a second factor.</summary>
public sealed class Phone
{
    private readonly byte[] _key;
    private readonly TimeProvider _clock;
    private long _last;

    private Phone(byte[] key, TimeProvider clock) => (_key, _clock) = (key, clock);

    /// <summary>Sets the app up as the page would, without the page.</summary>
    public static async Task<Phone> GiveAsync(IServiceProvider scope, AccountId account)
    {
        var (key, clock, care) = (RandomNumberGenerator.GetBytes(Totp.KeyLength), scope.GetRequiredService<TimeProvider>(), scope.GetRequiredService<CareDb>());
        var now = clock.GetUtcNow();
        // A new phone takes the place of the old one, as it does for people.
        if (await care.Set<AuthenticatorApp>().SingleOrDefaultAsync(a => a.Account == account) is { } former)
        {
            care.Remove(former);
            await care.SaveChangesAsync();
        }

        care.Add(AuthenticatorApp.TurnOn(account, scope.GetRequiredService<AppKeys>().Seal(account, key), Totp.StepAt(now) - 2, now));
        await care.SaveChangesAsync();
        return new Phone(key, clock);
    }

    public static async Task<Phone> GiveAsync(IServiceProvider scope, string email) =>
        await GiveAsync(scope, new AccountId(await scope.GetRequiredService<CareDb>().Set<Account>().Where(a => a.Email == email).Select(a => a.Id).SingleAsync()));

    /// <summary>A code that was not shown before. Two of them are good within one step: the server takes the next one, too.</summary>
    public string Code()
    {
        _last = Math.Max(_last + 1, Totp.StepAt(_clock.GetUtcNow()));
        return Totp.CodeOf(_key, _last);
    }

    /// <summary>A code that the server takes no more.</summary>
    public string OldCode() => Totp.CodeOf(_key, Totp.StepAt(_clock.GetUtcNow()) - 5);
}

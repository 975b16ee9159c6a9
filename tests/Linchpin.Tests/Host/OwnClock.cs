using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Linchpin.Tests.Host;

/// <summary>Gives a variant of a shared host a clock that a test moves. Its loops stay at home: by that clock they would end,
/// forget and do early what other tests are about.</summary>
internal static class OwnClock
{
    public static void On(IServiceCollection services, FakeTimeProvider clock)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        foreach (var loop in services.Where(QuietHost.IsLoop).ToList()) services.Remove(loop);
    }
}

using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Host;

/// <summary>The passwords of tests are no secrets: each of the thousands that a run makes and checks would else cost the rounds that a thief has to pay for. What the
/// application itself takes is asked in PasswordRuleTests.</summary>
internal static class QuickPasswords
{
    public static void On(IServiceCollection services) => services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1_000);
}

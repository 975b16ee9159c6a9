using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

internal static class PeopleFixtures
{
    public static StaffId NewWorker() => new(Guid.CreateVersion7());

    /// <summary>A client of that worker, with what <paramref name="with"/> adds.</summary>
    public static async Task<ClientId> ClientOfAsync(this CareHost host, StaffId worker, Action<RegisterClientForm>? with = null)
    {
        var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = "Rosa", Family = "Prueba", BirthDate = new DateOnly(1990, 2, 3), Phone1 = "410 555 0123" };
        with?.Invoke(form);
        var made = await host.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Actors.Lsw(worker), TestContext.Current.CancellationToken));
        Assert.True(made.IsOk, string.Join("; ", made.Errors.Select(e => e.Message)));
        return made.Value;
    }

    public static Task<int> EntriesAsync(this CareHost host, ClientId about, string action, AuditOutcome outcome = AuditOutcome.Allowed) =>
        host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.About == about && e.Action == action && e.Outcome == outcome));
}

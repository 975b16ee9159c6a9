using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class RegisterClientTests(CareHost host)
{
    private static readonly StaffId Worker = new(Guid.CreateVersion7());

    [Fact]
    public async Task Register_WhenFormIsPostedTwice_MakesOneClientAndOneAuditEntry()
    {
        var form = Form();
        for (var i = 0; i < 2; i++)
        {
            var result = await RegisterAsync(form, Actors.Lsw(Worker));
            Assert.True(result.IsOk);
            Assert.Equal(form.Id, result.Value.Value);
        }

        var id = new ClientId(form.Id);
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<Client>().CountAsync(c => c.Id == id)));
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.About == id && e.Action == "client.register")));
    }

    [Fact]
    public async Task Register_WhenBirthDateIsInTheFuture_SaysSoBesideTheField()
    {
        var form = Form();
        form.BirthDate = new DateOnly(2190, 1, 1);
        var result = await RegisterAsync(form, Actors.Lsw(Worker));
        Assert.Equal("BirthDate", Assert.Single(result.Errors).Field);
    }

    [Fact]
    public async Task Register_WhenActorIsAClient_LooksLikeNothingIsThere()
    {
        var result = await RegisterAsync(Form(), Actors.Client(new ClientId(Guid.CreateVersion7())));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(result.Errors).Kind);
    }

    private static RegisterClientForm Form() => new() { Id = Guid.CreateVersion7(), Given = "Rosa", Family = "Prueba", BirthDate = new DateOnly(1990, 2, 3) };

    private Task<Result<ClientId>> RegisterAsync(RegisterClientForm form, Actor actor) =>
        host.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, actor, TestContext.Current.CancellationToken));

    public sealed class OnSqlite(SqliteHost host) : RegisterClientTests(host);

    public sealed class OnPostgres(PostgresHost host) : RegisterClientTests(host);
}

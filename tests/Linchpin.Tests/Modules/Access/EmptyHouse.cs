using Linchpin.Kernel;
using Linchpin.Modules.Access.Accounts;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Linchpin.Tests.Modules.Access;

/// <summary>An application with a database of its own, for what the people of other tests would disturb.</summary>
internal sealed class EmptyHouse : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _application;
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-empty-").FullName;

    public EmptyHouse(CareHost host)
    {
        var care = host.Services.GetRequiredService<IConfiguration>().GetConnectionString("Care");
        _application = host.Application.WithWebHostBuilder(web =>
        {
            web.UseSetting("Data:Directory", _folder);
            if (care is not null) web.UseSetting("ConnectionStrings:Care", new NpgsqlConnectionStringBuilder(care) { Database = $"empty_{Guid.NewGuid():N}" }.ConnectionString);
        });
    }

    public async Task<Guid> AdminAsync()
    {
        await using var scope = _application.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<IAccountRegister>().AddAsync(
            new NewAccount($"{Guid.NewGuid():N}@example.org", Visitor.Password, [ProgrammeRoles.Admin], "Vera Muster"), TestContext.Current.CancellationToken);
        return made.Value.Value;
    }

    public async Task<Result> ChangeAsync(Func<ChangeAccount, Task<Result>> change)
    {
        await using var scope = _application.Services.CreateAsyncScope();
        return await change(scope.ServiceProvider.GetRequiredService<ChangeAccount>());
    }

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = _application.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Administrators whose account is open.</summary>
    public async Task<int> AdminsAsync()
    {
        await using var scope = _application.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().GetUsersInRoleAsync(ProgrammeRoles.Admin)).Count(a => a.ClosedAt is null);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

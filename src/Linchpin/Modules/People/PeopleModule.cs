using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.FindClients;

namespace Linchpin.Modules.People;

/// <summary>Clients, their supporters, staff and their licences.</summary>
public static class PeopleModule
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddScoped<RegisterClient.RegisterClientHandler>();
        services.AddScoped<IClientDirectory, ClientDirectory>();
        services.AddStaff();
        return services;
    }
}

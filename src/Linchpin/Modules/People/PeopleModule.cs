namespace Linchpin.Modules.People;

/// <summary>Clients, their supporters, staff and their licences.</summary>
public static class PeopleModule
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddClients();
        services.AddStaff();
        return services;
    }

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.MapClients();
        routes.MapStaff();
    }
}

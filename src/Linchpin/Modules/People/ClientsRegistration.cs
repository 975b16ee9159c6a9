using Linchpin.Modules.People.Addresses;
using Linchpin.Modules.People.ClientChart;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.EditClient;
using Linchpin.Modules.People.EmergencyContacts;
using Linchpin.Modules.People.FindClients;
using Linchpin.Modules.People.LivingSituations;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.People.SafeContact;

namespace Linchpin.Modules.People;

/// <summary>The half of the module that is about clients.</summary>
internal static class ClientsRegistration
{
    public static IServiceCollection AddClients(this IServiceCollection services)
    {
        services.AddScoped<RegisterClientHandler>();
        services.AddScoped<ChangeClient>();
        services.AddScoped<OpenClient>();
        services.AddScoped<EditClientHandler>();
        services.AddScoped<AgreeOnContactHandler>();
        services.AddScoped<KeepEmergencyContactHandler>();
        services.AddScoped<RecordLivingHandler>();
        services.AddScoped<RecordAddressHandler>();
        services.AddScoped<SearchCandidates>();
        services.AddScoped<FindClientsQuery>();
        services.AddSingleton<SearchLink>();
        services.AddScoped<OpenChart>();
        services.AddScoped<ReadChart>();
        services.AddScoped<ITimelineSource, LifeTimeline>();
        services.AddSingleton(new ChartPlot(10, typeof(LivingRibbon)));
        services.AddScoped<IClientDirectory, ClientDirectory>();
        services.AddScoped<IClientLookup, ClientLookup>();
        services.AddScoped<IClientsByName, ClientsByName>();
        services.AddScoped<IClientContacts, ClientContacts>();
        return services;
    }

    public static void MapClients(this IEndpointRouteBuilder routes) => SearchEndpoint.Map(routes);
}

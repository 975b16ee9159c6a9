using Linchpin.Modules.People.Addresses;
using Linchpin.Modules.People.ArchiveClient;
using Linchpin.Modules.People.ClientChart;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Corrections;
using Linchpin.Modules.People.Devices;
using Linchpin.Modules.People.EditClient;
using Linchpin.Modules.People.EmergencyContacts;
using Linchpin.Modules.People.FindClients;
using Linchpin.Modules.People.ImportPeople;
using Linchpin.Modules.People.Insurance;
using Linchpin.Modules.People.LegalHolds;
using Linchpin.Modules.People.LivingSituations;
using Linchpin.Modules.People.MergeClients;
using Linchpin.Modules.People.Photo;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.People.SafeContact;
using Linchpin.Modules.People.Supporters;
using Linchpin.Modules.People.Supporting;
using Linchpin.Modules.People.WholeRecord;

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
        services.AddScoped<ArchiveClientHandler>();
        services.AddScoped<WhatKeepsOpen>();
        services.AddScoped<IArchive, Archive>();
        services.AddScoped<KeepLegalHoldHandler>();
        services.AddScoped<RecordConnectionHandler>();
        services.AddScoped<KeepCoverageHandler>();
        services.AddScoped<SuggestDuplicates>();
        services.AddScoped<MergeClientsHandler>();
        services.AddScoped<KeepPhotoHandler>();
        services.AddScoped<RecordAddressHandler>();
        services.AddScoped<KeepSupporterHandler>();
        services.AddScoped<ReadSupported>();
        services.AddScoped<SearchCandidates>();
        services.AddScoped<FindClientsQuery>();
        services.AddSingleton<SearchLink>();
        services.AddScoped<OpenChart>();
        services.AddScoped<IChartStanding>(scope => scope.GetRequiredService<OpenChart>());
        services.AddScoped<ReadChart>();
        services.AddScoped<ITimelineSource, LifeTimeline>();
        services.AddSingleton(new ChartPlot(10, typeof(LivingRibbon)));
        services.AddImports();
        services.AddScoped<IClientDirectory, ClientDirectory>();
        services.AddScoped<IClientLookup, ClientLookup>();
        services.AddScoped<IClientsByName, ClientsByName>();
        services.AddScoped<IClientContacts, ClientContacts>();
        services.AddCorrections();
        services.AddScoped<IRecordPart, PersonPart>();
        services.AddScoped<IRecordPart, CirclePart>();
        return services;
    }

    public static void MapClients(this IEndpointRouteBuilder routes)
    {
        SearchEndpoint.Map(routes);
        routes.MapImports();
        PhotoEndpoint.Map(routes);
    }
}

using Linchpin.Modules.People.ImportPeople.EnterRows;
using Linchpin.Modules.People.ImportPeople.ReadSheet;
using Linchpin.Platform.Duties;

namespace Linchpin.Modules.People.ImportPeople;

internal static class ImportRegistration
{
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddSingleton<SealedSheets>();
        services.AddScoped<ImportText>();
        services.AddScoped<UploadSheet>();
        services.AddScoped<RegisterLookup>();
        services.AddScoped<OpenImport>();
        services.AddScoped<MapColumns>();
        services.AddScoped<TakeRows>();
        services.AddScoped<DiscardImport>();
        services.AddScoped<RecordTraces>();
        services.AddScoped<TakeBackImport>();
        services.AddScoped<ReadOutcome>();
        services.AddDuty<LookAfterImport>(LookAfterImport.Kind);
        return services;
    }

    public static void MapImports(this IEndpointRouteBuilder routes) => LeftOutEndpoint.Map(routes);
}

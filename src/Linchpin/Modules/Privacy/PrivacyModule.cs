using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Privacy.AuditReport;
using Linchpin.Modules.Privacy.RotateKeys;
using Linchpin.Modules.Privacy.WholeRecord;
using Linchpin.Modules.Privacy.WhoOpened;
using Linchpin.Platform.Commands;

namespace Linchpin.Modules.Privacy;

/// <summary>The audit in words: the privacy officer's report, and who opened a record, told to the person whose record it is.</summary>
public static class PrivacyModule
{
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddSingleton<ReportLink>();
        services.AddScoped<OrderOfNames>();
        services.AddScoped<ReadReport>();
        services.AddScoped<FindPeople>();
        services.AddScoped<WriteReport>();
        services.AddScoped<ReadWhoOpened>();
        services.AddScoped<OpenAccounting>();
        services.AddScoped<ReadRecord>();
        services.AddSingleton(new MeSection(80, "who-opened", "Who opened your record", typeof(PrivacyWords), typeof(OwnLink)));
        services.AddSingleton(new ChartSection(95, "who-opened", "Who opened this record", typeof(PrivacyWords), typeof(ChartLink)));
        services.AddVerb("keys rotate", RotateKeysVerb.Usage, RotateKeysVerb.RunAsync);
        return services;
    }

    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        ExportReport.Map(routes);
        ExportRecord.Map(routes);
    }
}

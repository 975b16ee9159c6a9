using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform;

public static class PlatformModule
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, DataSettings data, MailSettings mail)
    {
        services.AddSingleton(data);
        services.AddSingleton(mail);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new WriteGate(data.Provider == DatabaseProvider.Sqlite));
        services.AddSingleton<SqlitePragmas>();
        // The options are made once: made anew in each scope they cost as much as a small query. Lists go to the database as one parameter, so that a statement
        // is one text whatever their length: otherwise each length is translated again, behind a lock that all requests share.
        if (data.Provider == DatabaseProvider.Sqlite)
        {
            services.AddDbContext<CareDb, SqliteCareDb>(
                (provider, options) => options
                    .UseSqlite(data.ConnectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
                    .AddInterceptors(provider.GetRequiredService<SqlitePragmas>()),
                optionsLifetime: ServiceLifetime.Singleton);
        }
        else
        {
            services.AddDbContext<CareDb, PostgresCareDb>(
                options => options.UseNpgsql(data.ConnectionString, postgres => postgres.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)),
                optionsLifetime: ServiceLifetime.Singleton);
        }

        services.AddScoped<OutboxWriter>();
        services.AddScoped<ICommitParticipant>(provider => provider.GetRequiredService<OutboxWriter>());
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<DutyPulse>();
        services.AddSingleton<OutboxDelivery>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxDelivery>());
        services.AddHostedService<DutyLoop>();
        if (mail.Smtp is null) services.AddSingleton<IMailTransport, PickupFolderMail>();
        else services.AddSingleton<IMailTransport, SmtpMail>();

        services.AddHealthChecks()
            .AddCheck<Health.DatabaseIsWritable>("database")
            .AddCheck<Health.OutboxIsDelivering>("outbox")
            .AddCheck<Health.DutiesRunOnTime>("duties");
        services.AddSingleton<Health.HeartbeatProbe>();
        services.AddValidation();
        services.AddDataProtection().SetApplicationName("Linchpin").PersistKeysToFileSystem(OwnerOnly.MakeFolder(Path.Combine(data.Folder, "keys")));
        return services;
    }
}

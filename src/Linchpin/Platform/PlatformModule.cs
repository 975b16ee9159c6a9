using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Linchpin.Platform.Paper;
using Linchpin.Platform.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform;

public static class PlatformModule
{
    // More than work at once on most days; what is beyond is made and thrown away.
    private const int KeptContexts = 32;

    public static IServiceCollection AddPlatform(this IServiceCollection services, DataSettings data, MailSettings mail)
    {
        services.AddSingleton(data);
        services.AddSingleton(mail);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new WriteGate(data.Provider == DatabaseProvider.Sqlite));
        services.AddSingleton(new KeyRing(data.Folder));
        services.AddScoped<CheckKeyRing>();
        services.AddScoped<Reseal>();
        services.AddSingleton<SqliteConnections>();
        services.AddSingleton<SqliteStatements>();
        // Lists go to the database as one parameter, so that a statement is one text whatever their length: otherwise each length is translated again, behind a
        // lock that all requests share.
        if (data.Provider == DatabaseProvider.Sqlite)
        {
            services.AddPooledDbContextFactory<SqliteCareDb>(
                (provider, options) => options
                    .UseSqlite(data.ConnectionString, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
                    // Noticing that two parts of a page ask at once costs two changes of the execution context a row. On SQLite no question waits, so none overlaps with
                    // another; on PostgreSQL, where they would, the check stays, and the tests run every page on both.
                    .EnableThreadSafetyChecks(false)
                    .UseKeyRing(provider.GetRequiredService<KeyRing>())
                    .AddInterceptors(provider.GetRequiredService<SqliteConnections>(), provider.GetRequiredService<SqliteStatements>()),
                KeptContexts);
            services.AddScoped<CareDb>(Lend<SqliteCareDb>);
        }
        else
        {
            services.AddPooledDbContextFactory<PostgresCareDb>(
                (provider, options) => options
                    .UseNpgsql(data.ConnectionString, postgres => postgres.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
                    .UseKeyRing(provider.GetRequiredService<KeyRing>()),
                KeptContexts);
            services.AddScoped<CareDb>(Lend<PostgresCareDb>);
        }

        services.AddScoped<OutboxWriter>();
        services.AddScoped<ICommitParticipant>(provider => provider.GetRequiredService<OutboxWriter>());
        services.AddSingleton<Bell>();
        services.AddSingleton<LoopPulse>();
        services.AddSingleton<OutboxDelivery>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxDelivery>());
        services.AddHostedService<RoundLoop>();
        services.AddDuties();
        if (mail.Smtp is null) services.AddSingleton<IMailTransport, PickupFolderMail>();
        else services.AddSingleton<IMailTransport, SmtpMail>();

        services.AddHealthChecks()
            .AddCheck<Health.DatabaseIsWritable>("database")
            .AddCheck<Health.OutboxIsDelivering>("outbox")
            .AddCheck<Health.RoundsRunOnTime>("rounds")
            .AddCheck<Health.DutiesAreDone>("duties");
        services.AddSingleton<Health.HeartbeatProbe>();
        services.AddSingleton<PdfPress>();
        services.AddValidation();
        services.AddLinchpinKeys(OwnerOnly.MakeFolder(Path.Combine(data.Folder, "keys")));
        return services;
    }

    private static CareDb Lend<TCare>(IServiceProvider scope) where TCare : CareDb =>
        scope.GetRequiredService<IDbContextFactory<TCare>>().CreateDbContext().LentTo(scope.GetServices<ICommitParticipant>, scope.GetRequiredService<WriteGate>());
}

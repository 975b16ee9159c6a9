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
        if (data.Provider == DatabaseProvider.Sqlite)
            services.AddDbContext<CareDb, SqliteCareDb>((provider, options) => options.UseSqlite(data.ConnectionString).AddInterceptors(provider.GetRequiredService<SqlitePragmas>()));
        else
            services.AddDbContext<CareDb, PostgresCareDb>(options => options.UseNpgsql(data.ConnectionString));

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

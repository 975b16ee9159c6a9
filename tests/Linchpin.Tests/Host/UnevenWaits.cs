using System.Data.Common;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Host;

/// <summary>Lets some questions to SQLite wait and others not, as they do on a network. A page is drawn whenever its loading waits; if it shows by then a part that
/// asks the same database context, the answer is an error for one visitor of many. On SQLite alone nothing ever waits, and on PostgreSQL nearly everything does,
/// so that neither shows it every time.</summary>
internal sealed class UnevenWaits : DbCommandInterceptor
{
    public static void On(IServiceCollection services) =>
        services.ConfigureDbContext<SqliteCareDb>(options => options.EnableThreadSafetyChecks().AddInterceptors(new UnevenWaits()));

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Random.Shared.Next(3) == 0) await Task.Delay(1, cancellationToken);
        return result;
    }
}

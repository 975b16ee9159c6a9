using System.Collections.Concurrent;
using System.Data.Common;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Host;

/// <summary>Writes down what a request asks the database. Only requests that carry <see cref="Header"/> are listened to, so that duties and other tests may
/// go on meanwhile.</summary>
public sealed class StatementWatch : DbCommandInterceptor, IStartupFilter
{
    public const string Header = "X-Statement-Watch";

    private static readonly AsyncLocal<ConcurrentQueue<string>?> Listening = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _heard = new(StringComparer.Ordinal);

    /// <summary>Puts a watch into a host that is being made with <see cref="CareHost.With"/>.</summary>
    public static StatementWatch On(IServiceCollection services)
    {
        var watch = new StatementWatch();
        services.AddSingleton<IStartupFilter>(watch);
        services.ConfigureDbContext<SqliteCareDb>(options => options.AddInterceptors(watch));
        services.ConfigureDbContext<PostgresCareDb>(options => options.AddInterceptors(watch));
        return watch;
    }

    /// <summary>What the request with that name asked, in order.</summary>
    public IReadOnlyList<string> Of(string request) => [.. _heard.GetValueOrDefault(request) ?? []];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use((context, go) =>
        {
            if (context.Request.Headers[Header].ToString() is { Length: > 0 } request) Listening.Value = _heard.GetOrAdd(request, _ => new());
            return go(context);
        });
        next(application);
    };

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Listening.Value?.Enqueue(command.CommandText);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}

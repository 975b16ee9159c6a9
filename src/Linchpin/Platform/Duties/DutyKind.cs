using Linchpin.Platform.Data;

namespace Linchpin.Platform.Duties;

/// <summary>One kind of work that falls due.</summary>
/// <param name="Name">Stable name: open duties carry it.</param>
/// <param name="Title">What it does, in English words that are also their key.</param>
/// <param name="Words">Whose resource file translates <paramref name="Title"/>.</param>
/// <param name="Grace">How long after its moment an open one counts as overdue.</param>
public sealed record DutyKind(string Name, string Title, Type Words, TimeSpan Grace)
{
    /// <summary>Set for a kind that comes round by itself: its one duty, with the empty key, stands from the first start on.</summary>
    public Recurrence? Recurrence { get; init; }
}

/// <summary>What the work is told.</summary>
/// <param name="Key">What it is to be done for.</param>
/// <param name="Details">As it was planned.</param>
/// <param name="DueAt">The moment that was promised, which may be long past.</param>
/// <param name="Now">By the database's clock.</param>
public sealed record DutyTurn(string Key, string Details, DateTimeOffset DueAt, DateTimeOffset Now);

/// <summary>How a turn ended. A failure is an exception.</summary>
/// <param name="Next">When it is due again; null closes the duty, or leaves a recurring one to its recurrence.</param>
public sealed record DutyOutcome(DateTimeOffset? Next)
{
    public static DutyOutcome Done { get; } = new((DateTimeOffset?)null);

    public static DutyOutcome AgainAt(DateTimeOffset next) => new(next);
}

/// <summary>Does one kind of work. Rows, audit entries and events that it leaves unsaved in its scope are committed together with the settlement of the duty, so
/// that they stand once however often the work was begun; what it does outside the database may happen again after a crash.</summary>
public interface IDueWork
{
    Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel);
}

internal sealed record DutyRegistration(DutyKind Kind, Type Work);

public static class DutyRegistrationExtensions
{
    /// <summary>The engine itself; kinds of work are added by the modules that do them.</summary>
    internal static IServiceCollection AddDuties(this IServiceCollection services)
    {
        services.AddSingleton(DutyPace.Usual);
        services.AddSingleton<DatabaseClock>();
        services.AddSingleton<DutyDesk>();
        services.AddScoped<DutyBook>();
        services.AddScoped<ICommitParticipant>(provider => provider.GetRequiredService<DutyBook>());
        services.AddSingleton<DutyWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<DutyWorker>());
        return services;
    }

    public static IServiceCollection AddDuty<TWork>(this IServiceCollection services, DutyKind kind) where TWork : class, IDueWork =>
        services.AddScoped<TWork>().AddSingleton(kind).AddSingleton(new DutyRegistration(kind, typeof(TWork)));
}

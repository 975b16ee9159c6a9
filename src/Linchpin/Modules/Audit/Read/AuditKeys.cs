using System.Linq.Expressions;
using System.Reflection;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Read;

/// <summary>What an order needs of an entry.</summary>
internal sealed record EntryKeys(long Sequence, DateTimeOffset At, AccountId? Account, ClientId? About, string Action, string? Address);

/// <summary>The values of one column as groups of entries. Each column has an index that begins with it and goes on in the order of time.</summary>
internal abstract class AuditKeys
{
    public static AuditKeys Of(AuditColumn column) => column switch
    {
        AuditColumn.Who => new OfAccounts(),
        AuditColumn.AboutWhom => new OfClients(),
        AuditColumn.What => new OfActs(),
        AuditColumn.FromWhere => new OfAddresses(),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };

    public abstract string? In(EntryKeys entry);

    public abstract Expression<Func<AuditEntry, bool>> Is(string key);

    /// <summary>Entries without a value; null when each has one.</summary>
    public abstract Expression<Func<AuditEntry, bool>>? IsNone { get; }

    /// <summary>The next value after this one in the order of the database; the first one when it is null, null at the end.</summary>
    public abstract Task<string?> NextAsync(CareDb care, string? after, bool backwards, CancellationToken cancel);

    /// <summary>The filter without what the groups stand for themselves.</summary>
    public virtual AuditFilter Rest(AuditFilter filter) => filter;

    private abstract class OfType<TKey>(Expression<Func<AuditEntry, TKey>> column) : AuditKeys
    {
        private static readonly Type Value = Nullable.GetUnderlyingType(typeof(TKey)) ?? typeof(TKey);
        private static readonly MethodInfo IsLaterMethod = typeof(OfType<TKey>).GetMethod(nameof(IsLater), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(Value);

        public override Expression<Func<AuditEntry, bool>>? IsNone => Where(Expression.Equal(column.Body, Expression.Constant(null, typeof(TKey))));

        public override Expression<Func<AuditEntry, bool>> Is(string key) => Where(Expression.Equal(column.Body, Asked(key)));

        public override async Task<string?> NextAsync(CareDb care, string? after, bool backwards, CancellationToken cancel)
        {
            var entries = care.Set<AuditEntry>().AsNoTracking().Where(Where(after is null
                ? Expression.NotEqual(column.Body, Expression.Constant(null, typeof(TKey)))
                : Expression.MakeBinary(backwards ? ExpressionType.LessThan : ExpressionType.GreaterThan, column.Body, Asked(after), liftToNull: false, IsLaterMethod)));
            return (await (backwards ? entries.OrderByDescending(column) : entries.OrderBy(column)).Select(column).FirstOrDefaultAsync(cancel))?.ToString();
        }

        protected abstract TKey Parse(string key);

        private Expression<Func<AuditEntry, bool>> Where(Expression body) => Expression.Lambda<Func<AuditEntry, bool>>(body, column.Parameters);

        // A member of something, so that it becomes a value of the question and not a part of its text.
        private Expression Asked(string key) => Expression.Property(Expression.Constant(new Held(Parse(key))), nameof(Held.Key));

        // Only the database compares; an expression wants to be told how an id would.
        private static bool IsLater<T>(T one, T other) => Comparer<T>.Default.Compare(one, other) > 0;

        private sealed record Held(TKey Key);
    }

    private sealed class OfAccounts() : OfType<AccountId?>(e => e.Account)
    {
        public override string? In(EntryKeys entry) => entry.Account?.ToString();

        protected override AccountId? Parse(string key) => new AccountId(Guid.Parse(key));
    }

    private sealed class OfClients() : OfType<ClientId?>(e => e.About)
    {
        public override string? In(EntryKeys entry) => entry.About?.ToString();

        protected override ClientId? Parse(string key) => new ClientId(Guid.Parse(key));
    }

    private sealed class OfActs() : OfType<string>(e => e.Action)
    {
        public override Expression<Func<AuditEntry, bool>>? IsNone => null;

        public override string In(EntryKeys entry) => entry.Action;

        public override AuditFilter Rest(AuditFilter filter) => filter with { Actions = null };

        protected override string Parse(string key) => key;
    }

    private sealed class OfAddresses() : OfType<string?>(e => e.From)
    {
        public override string? In(EntryKeys entry) => entry.Address;

        protected override string? Parse(string key) => key;
    }
}

using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Linchpin.Platform.Data;

/// <summary>Questions that every page asks, translated once: building a LINQ expression and finding its translation takes longer than most of the answers.
/// A translation belongs to one model, and one process may hold two (the tests run on both databases), so each question keeps one for each model.</summary>
public static class Asking
{
    public static Func<CareDb, T1, IAsyncEnumerable<TRow>> For<T1, TRow>(Expression<Func<CareDb, T1, IQueryable<TRow>>> question)
    {
        var translated = new Translations<Func<CareDb, T1, IAsyncEnumerable<TRow>>>(() => EF.CompileAsyncQuery(question));
        return (care, first) => translated.For(care)(care, first);
    }

    public static Func<CareDb, T1, T2, IAsyncEnumerable<TRow>> For<T1, T2, TRow>(Expression<Func<CareDb, T1, T2, IQueryable<TRow>>> question)
    {
        var translated = new Translations<Func<CareDb, T1, T2, IAsyncEnumerable<TRow>>>(() => EF.CompileAsyncQuery(question));
        return (care, first, second) => translated.For(care)(care, first, second);
    }

    public static Func<CareDb, T1, T2, T3, IAsyncEnumerable<TRow>> For<T1, T2, T3, TRow>(Expression<Func<CareDb, T1, T2, T3, IQueryable<TRow>>> question)
    {
        var translated = new Translations<Func<CareDb, T1, T2, T3, IAsyncEnumerable<TRow>>>(() => EF.CompileAsyncQuery(question));
        return (care, first, second, third) => translated.For(care)(care, first, second, third);
    }

    public static Func<CareDb, T1, T2, T3, T4, IAsyncEnumerable<TRow>> For<T1, T2, T3, T4, TRow>(Expression<Func<CareDb, T1, T2, T3, T4, IQueryable<TRow>>> question)
    {
        var translated = new Translations<Func<CareDb, T1, T2, T3, T4, IAsyncEnumerable<TRow>>>(() => EF.CompileAsyncQuery(question));
        return (care, first, second, third, fourth) => translated.For(care)(care, first, second, third, fourth);
    }

    private sealed class Translations<TQuestion>(Func<TQuestion> translate) where TQuestion : class
    {
        private readonly ConditionalWeakTable<IModel, TQuestion> _known = [];

        public TQuestion For(CareDb care) => _known.GetValue(care.Model, _ => translate());
    }
}

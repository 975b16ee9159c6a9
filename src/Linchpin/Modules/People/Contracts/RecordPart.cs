using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Shell.Components.Clock;

namespace Linchpin.Modules.People.Contracts;

/// <summary>What a module keeps of a client, for the copy of the whole record that is theirs (45 CFR 164.524(c)(2): readable, and electronic on request). One answer serves
/// both forms, so neither can lack what the other has. The caller has authorized and audited the read.</summary>
public interface IRecordPart
{
    /// <summary>Place in the copy; who they are 10.</summary>
    int Order { get; }

    /// <summary>Name in the electronic form ("appointments").</summary>
    string Name { get; }

    /// <summary>The tables it tells of. A test finds a table about clients that no part tells of.</summary>
    IReadOnlyList<Type> Covers { get; }

    /// <summary>Tables about clients that the copy leaves out, each with the reason.</summary>
    IReadOnlyDictionary<Type, string> LeavesOut => System.Collections.Frozen.FrozenDictionary<Type, string>.Empty;

    Task<RecordChapter> ReadAsync(RecordAsked asked, CancellationToken cancel);
}

/// <param name="Client">Whose record.</param>
/// <param name="When">Writes an instant on the client's clock, in the reader's language.</param>
public sealed record RecordAsked(ClientId Client, Func<DateTimeOffset, string> When)
{
    public RecordEntry Entry(string title) => new(title, When);
}

/// <param name="Title">In the reader's language.</param>
/// <param name="Entries">Empty when nothing is kept.</param>
public sealed record RecordChapter(string Title, IReadOnlyList<RecordEntry> Entries);

/// <summary>One thing in the record: a session, an address, a screen.</summary>
/// <param name="title">In the reader's language.</param>
/// <param name="when">Writes an instant.</param>
public sealed class RecordEntry(string title, Func<DateTimeOffset, string> when)
{
    private readonly List<RecordFact> _facts = [];

    public string Title => title;

    public IReadOnlyList<RecordFact> Facts => _facts;

    /// <summary>Adds a fact; nothing is added where nothing is known.</summary>
    /// <param name="name">Name in the electronic form, in camelCase.</param>
    /// <param name="label">In the reader's language.</param>
    /// <param name="value">Text, number, yes or no, day or instant.</param>
    /// <param name="shown">In the reader's language; null where the value says it itself.</param>
    public RecordEntry With(string name, string label, object? value, string? shown = null)
    {
        if (value is null or "") return this;
        _facts.Add(new RecordFact(name, label, value, shown ?? value switch
        {
            DateOnly day => ZoneClock.Date(day),
            DateTimeOffset at => when(at),
            string text => text,
            _ => Convert.ToString(value, CultureInfo.CurrentCulture) ?? "",
        }));
        return this;
    }
}

/// <param name="Name">In the electronic form.</param>
/// <param name="Label">In the reader's language.</param>
/// <param name="Value">As it is kept.</param>
/// <param name="Shown">In the reader's language.</param>
public sealed record RecordFact(string Name, string Label, object Value, string Shown);

using System.Collections.Frozen;
using System.Reflection;
using Linchpin.Modules.Assessments.Domain;

namespace Linchpin.Modules.Assessments.Fhir;

/// <summary>
/// Every questionnaire version this programme can give or has given. Old versions stay: a kept screen is always read with the file it was answered
/// on.
/// </summary>
internal sealed class QuestionnaireCatalogue
{
    private readonly FrozenDictionary<(string Url, string Version), Questionnaire> byVersion;

    public QuestionnaireCatalogue(IEnumerable<Questionnaire> questionnaires)
    {
        byVersion = questionnaires.ToFrozenDictionary(q => (q.Url, q.Version));
        Current = [.. byVersion.Values
            .GroupBy(q => q.Url, StringComparer.Ordinal)
            .Select(versions => versions.MaxBy(q => System.Version.TryParse(q.Version, out var v) ? v : new Version(0, 0))!)
            .OrderBy(q => q.Head.Id, StringComparer.Ordinal)];
    }

    /// <summary>The newest version of each instrument: those that can be given today.</summary>
    public IReadOnlyList<Questionnaire> Current { get; }

    public Questionnaire? Find(string url, string version) => byVersion.GetValueOrDefault((url, version));

    public Questionnaire? FindCurrent(string url) => Current.FirstOrDefault(q => q.Url == url);

    /// <summary>Reads the files that ship inside the assembly.</summary>
    /// <exception cref="InvalidOperationException">A file has faults; the message names the file and each of them, and the start fails.</exception>
    public static QuestionnaireCatalogue FromAssembly(Assembly assembly)
    {
        var faults = new List<string>();
        var questionnaires = new List<Questionnaire>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Assessments.Content.Questionnaires.", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var reading = QuestionnaireReader.Read(reader.ReadToEnd());
            faults.AddRange(reading.Faults.Select(f => $"{name}: {f}"));
            if (reading.Questionnaire is { } questionnaire)
                questionnaires.Add(questionnaire);
        }

        return faults.Count == 0
            ? new QuestionnaireCatalogue(questionnaires)
            : throw new InvalidOperationException("Questionnaire files with faults: " + string.Join(" ", faults));
    }
}

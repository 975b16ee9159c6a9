using System.Collections.Immutable;
using System.Globalization;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Linchpin.Modules.Assessments.Domain;
using Questionnaire = Linchpin.Modules.Assessments.Domain.Questionnaire;

namespace Linchpin.Modules.Assessments.Fhir;

/// <param name="Questionnaire">Null when there are faults.</param>
/// <param name="Faults">Each a sentence that says where in the file and what, for the person who made the file.</param>
internal sealed record QuestionnaireReading(Questionnaire? Questionnaire, ImmutableArray<string> Faults);

/// <summary>
/// Reads a FHIR R4 Questionnaire file and checks all that scoring and display rely on, so that a wrong file is refused when it is loaded and never
/// half understood. Item kinds known so far: group, choice, display, and read-only totals and findings.
/// </summary>
internal sealed class QuestionnaireReader
{
    private readonly List<string> faults = [];
    private readonly HashSet<string> linkIds = new(StringComparer.Ordinal);
    private readonly List<Section> sections = [];
    private readonly List<DerivedItem> derived = [];

    private QuestionnaireReader()
    {
    }

    public static QuestionnaireReading Read(string json)
    {
        var reader = new QuestionnaireReader();
        var questionnaire = reader.ReadFile(json);
        return reader.faults.Count == 0
            ? new QuestionnaireReading(questionnaire, [])
            : new QuestionnaireReading(null, [.. reader.faults]);
    }

    private Questionnaire? ReadFile(string json)
    {
        Hl7.Fhir.Model.Questionnaire resource;
        try
        {
            resource = new FhirJsonDeserializer().Deserialize<Hl7.Fhir.Model.Questionnaire>(json);
        }
        catch (DeserializationFailedException e)
        {
            faults.AddRange(e.Exceptions.Select(x => $"Not a FHIR R4 Questionnaire: {x.Message}"));
            return null;
        }

        var head = ReadHead(resource);
        ReadItems(resource.Item);
        var items = sections.SelectMany(s => s.Items).ToList();
        if (items.Count == 0)
            faults.Add("The questionnaire asks nothing: it has no choice item.");
        var rules = new ScreeningRuleReader(items, derived, faults).Read(resource);
        return head is null || faults.Count > 0 ? null : new Questionnaire(head, [.. sections], [.. derived], rules);
    }

    private QuestionnaireHead? ReadHead(Hl7.Fhir.Model.Questionnaire q)
    {
        var before = faults.Count;
        if (!Uri.TryCreate(q.Url, UriKind.Absolute, out _))
            faults.Add("url: an absolute address is needed; responses point to it.");
        Needed(q.Id, "id");
        Needed(q.Version, "version");
        Needed(q.Title, "title");
        Needed(q.Publisher, "publisher");
        Needed(q.Copyright, "copyright: say who owns the instrument and why it may be used");
        if (q.Status is not PublicationStatus.Active)
            faults.Add("status: only an active questionnaire is given to anybody.");
        var code = ReadCode(q.Code, "code");
        var permission = q.GetExtension(FhirNames.InstrumentPermission);
        if (permission is null)
            faults.Add("extension instrument-permission is missing.");
        else
            Needed(permission.GetStringExtension("permission"), "instrument-permission.permission");

        if (faults.Count > before)
            return null;
        return new QuestionnaireHead(
            q.Url!, q.Version!, q.Id!, Text(q.Title, q.TitleElement), code!, q.Publisher!, q.Copyright!,
            permission!.GetStringExtension("permission")!, Strings(permission!, "citation"), Strings(permission!, "unverified"),
            TextExtension(q, FhirNames.Introduction));
    }

    private void ReadItems(List<Hl7.Fhir.Model.Questionnaire.ItemComponent> items)
    {
        var bare = ImmutableArray.CreateBuilder<ChoiceItem>();
        foreach (var item in items)
        {
            if (item.Type != Hl7.Fhir.Model.Questionnaire.QuestionnaireItemType.Group)
            {
                ReadItem(item, null, bare);
                continue;
            }

            Unique(item.LinkId);
            Needed(item.Text, $"item {item.LinkId}: text");
            var grouped = ImmutableArray.CreateBuilder<ChoiceItem>();
            LocalText? lead = null;
            foreach (var child in item.Item)
            {
                if (child.Type == Hl7.Fhir.Model.Questionnaire.QuestionnaireItemType.Display)
                {
                    Unique(child.LinkId);
                    lead ??= Text(child.Text, child.TextElement);
                }
                else
                {
                    ReadItem(child, item.LinkId, grouped);
                }
            }

            sections.Add(new Section(
                item.LinkId, Text(item.Text, item.TextElement), lead, TextExtension(item, FhirNames.PlainHelp), grouped.ToImmutable()));
        }

        if (bare.Count > 0 && sections.Count > 0)
            faults.Add("Either every question stands in a group or none does.");
        if (bare.Count > 0)
            sections.Add(new Section(null, null, null, null, bare.ToImmutable()));
    }

    private void ReadItem(Hl7.Fhir.Model.Questionnaire.ItemComponent item, string? section, ImmutableArray<ChoiceItem>.Builder into)
    {
        var where = $"item {item.LinkId}";
        Unique(item.LinkId);
        Needed(item.Text, $"{where}: text");
        if (item.Item.Count > 0)
            faults.Add($"{where}: items inside a question are not supported.");
        if (item.EnableWhen.Count > 0)
            faults.Add($"{where}: enableWhen is not supported.");
        var code = ReadCode(item.Code, $"{where}: code");
        if (code is null || string.IsNullOrWhiteSpace(item.Text) || string.IsNullOrWhiteSpace(item.LinkId))
            return;

        switch (item.Type)
        {
            case Hl7.Fhir.Model.Questionnaire.QuestionnaireItemType.Choice when item.ReadOnly == true:
                derived.Add(new DerivedItem(item.LinkId, section, code, Text(item.Text, item.TextElement), ReadOptions(item, where)));
                break;
            case Hl7.Fhir.Model.Questionnaire.QuestionnaireItemType.Integer when item.ReadOnly == true:
                derived.Add(new DerivedItem(item.LinkId, section, code, Text(item.Text, item.TextElement), []));
                break;
            case Hl7.Fhir.Model.Questionnaire.QuestionnaireItemType.Choice:
                var options = ReadOptions(item, where);
                if (options.Length < 2)
                    faults.Add($"{where}: a question needs at least two answer options.");
                if (item.Repeats != true && options.Any(o => o.Exclusive))
                    faults.Add($"{where}: an exclusive option means nothing where only one answer is chosen.");
                into.Add(new ChoiceItem(
                    item.LinkId, item.Prefix, code, Text(item.Text, item.TextElement), item.Repeats == true,
                    TextExtension(item, FhirNames.PlainHelp), options));
                break;
            default:
                faults.Add($"{where}: the type {item.Type} is not supported here.");
                break;
        }
    }

    private ImmutableArray<AnswerOption> ReadOptions(Hl7.Fhir.Model.Questionnaire.ItemComponent item, string where)
    {
        var options = ImmutableArray.CreateBuilder<AnswerOption>();
        foreach (var option in item.AnswerOption)
        {
            if (option.Value is not Coding coding || ReadCoding(coding, $"{where}: answer option") is not { } code)
            {
                if (option.Value is not Coding)
                    faults.Add($"{where}: every answer option must be a valueCoding.");
                continue;
            }

            if (options.Any(o => o.Code.Code == code.Code))
                faults.Add($"{where}: the answer code {code.Code} is there twice.");
            var ordinal = coding.GetExtension(FhirNames.OrdinalValue)?.Value as FhirDecimal;
            if (ordinal?.Value is { } points && (points < 0 || points != decimal.Truncate(points)))
                faults.Add($"{where}: the points of {code.Code} must be a whole number, 0 or more.");
            options.Add(new AnswerOption(
                code,
                Text(coding.Display, coding.DisplayElement),
                ordinal?.Value is { } value ? decimal.ToInt32(value) : null,
                option.GetBoolExtension(FhirNames.OptionExclusive) == true));
        }

        return options.ToImmutable();
    }

    private Coded? ReadCode(List<Coding> codes, string where)
    {
        if (codes.FirstOrDefault(c => c.System == LoincCode.System) is { } loinc)
            return ReadCoding(loinc, where);
        faults.Add($"{where}: a LOINC code is missing.");
        return null;
    }

    private Coded? ReadCoding(Coding coding, string where)
    {
        if (string.IsNullOrWhiteSpace(coding.Code) || string.IsNullOrWhiteSpace(coding.System) || string.IsNullOrWhiteSpace(coding.Display))
        {
            faults.Add($"{where}: system, code and display are all needed{(coding.Code is null ? "" : $" ({coding.Code})")}.");
            return null;
        }

        if (coding.System == LoincCode.System && !LoincCode.IsWellFormed(coding.Code))
        {
            faults.Add($"{where}: {coding.Code} is not a LOINC code (its check digit is wrong).");
            return null;
        }

        return new Coded(coding.System, coding.Code, coding.Display);
    }

    private void Unique(string? linkId)
    {
        if (string.IsNullOrWhiteSpace(linkId))
            faults.Add("An item has no linkId.");
        else if (!linkIds.Add(linkId))
            faults.Add($"item {linkId}: the linkId is there twice.");
    }

    private void Needed(string? value, string what)
    {
        if (string.IsNullOrWhiteSpace(value))
            faults.Add($"{what} is missing.");
    }

    internal static LocalText Text(string? english, Element? element) => new(
        english ?? "",
        element?.GetExtensions(FhirNames.Translation)
            .Where(t => (t.GetExtension("lang")?.Value as Code)?.Value == "es")
            .Select(t => t.GetStringExtension("content"))
            .FirstOrDefault(t => !string.IsNullOrWhiteSpace(t)));

    internal static LocalText? TextExtension(IExtendable element, string url) =>
        element.GetExtension(url)?.Value is FhirString { Value.Length: > 0 } text ? Text(text.Value, text) : null;

    internal static ImmutableArray<string> Strings(IExtendable element, string url) =>
        [.. element.GetExtensions(url).Select(e => (e.Value as FhirString)?.Value).OfType<string>().Where(s => !string.IsNullOrWhiteSpace(s))];
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Hl7.Fhir.Model;
using Linchpin.Modules.Assessments.Domain;

namespace Linchpin.Modules.Assessments.Fhir;

/// <summary>
/// Reads the <c>screening-rule</c> extensions of a questionnaire and checks them against its items: a rule that names an item or an answer which
/// is not there would silently never be positive.
/// </summary>
internal sealed class ScreeningRuleReader(IReadOnlyList<ChoiceItem> items, IReadOnlyList<DerivedItem> derived, List<string> faults)
{
    public ImmutableArray<ScreeningRule> Read(Hl7.Fhir.Model.Questionnaire questionnaire)
    {
        var rules = ImmutableArray.CreateBuilder<ScreeningRule>();
        foreach (var extension in questionnaire.GetExtensions(FhirNames.ScreeningRule))
        {
            var before = faults.Count;
            var domain = (extension.GetExtension("domain")?.Value as Code)?.Value;
            if (string.IsNullOrWhiteSpace(domain))
            {
                faults.Add("screening-rule: domain is missing.");
                continue;
            }

            if (rules.Any(r => r.Domain == domain))
                faults.Add($"rule {domain}: the domain has two rules.");
            var rule = ReadRule(extension, domain);
            if (faults.Count == before && rule is not null)
                rules.Add(rule);
        }

        return rules.ToImmutable();
    }

    private ScreeningRule? ReadRule(Extension rule, string domain)
    {
        var where = $"rule {domain}";
        var title = Text(rule, "title", where);
        var text = Text(rule, "rule", where);
        var version = rule.GetStringExtension("version");
        if (string.IsNullOrWhiteSpace(version))
            faults.Add($"{where}: version is missing.");
        var sources = QuestionnaireReader.Strings(rule, "source");
        if (sources.IsEmpty)
            faults.Add($"{where}: source is missing; no threshold is used without one.");
        var category = Category(rule.GetExtension("category"), where);
        ImmutableArray<SdohCategory> alternatives =
            [.. rule.GetExtensions("alternativeCategory").Select(a => Category(a, where)).OfType<SdohCategory>()];
        var asked = rule.GetExtensions("item").Select(i => (Item: Item(i.GetStringExtension("linkId"), where), Extension: i)).ToList();
        if (asked.Count == 0)
            faults.Add($"{where}: it reads no item.");
        if (asked.Where(a => a.Item is not null).GroupBy(a => a.Item!.LinkId, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            faults.Add($"{where}: it reads item {twice.Key} twice.");
        var finding = Finding(rule.GetExtension("result"), where);

        var kind = (rule.GetExtension("kind")?.Value as Code)?.Value;
        switch (kind)
        {
            case "any-positive":
                var positive = asked.Select(a => Positive(a.Item, a.Extension, where)).OfType<PositiveAnswers>().ToImmutableArray();
                var when = CategoryWhen(rule, positive, where);
                return category is null || title is null || text is null || version is null ? null : new AnyPositive(
                    domain, title, version, text, sources, category, alternatives, when, finding, positive);
            case "sum-at-least":
                var summed = asked.Select(a => a.Item).OfType<ChoiceItem>().ToList();
                foreach (var item in summed.Where(i => i.Several || i.Options.Any(o => o.Ordinal is null)))
                    faults.Add($"{where}: item {item.LinkId} can't be added up; it needs one answer with points (ordinalValue) on every option.");
                if (rule.GetExtension("categoryWhen") is not null)
                    faults.Add($"{where}: categoryWhen goes with any-positive only.");
                var total = rule.GetStringExtension("total");
                if (total is not null && !derived.Any(d => d.LinkId == total && d.Options.IsEmpty))
                    faults.Add($"{where}: the total {total} is not a read-only integer item.");
                if ((rule.GetExtension("threshold")?.Value as Integer)?.Value is not { } threshold)
                {
                    faults.Add($"{where}: threshold is missing.");
                    return null;
                }

                var lowest = summed.Sum(i => i.Options.Min(o => o.Ordinal ?? 0));
                var highest = summed.Sum(i => i.Options.Max(o => o.Ordinal ?? 0));
                if (threshold <= lowest || threshold > highest)
                    faults.Add($"{where}: the threshold {threshold} lies outside what the items can add up to ({lowest} to {highest}).");
                return category is null || title is null || text is null || version is null ? null : new SumAtLeast(
                    domain, title, version, text, sources, category, alternatives, [], finding,
                    [.. summed.Select(i => i.LinkId)], threshold, lowest, highest, total);
            default:
                faults.Add($"{where}: kind must be any-positive or sum-at-least.");
                return null;
        }
    }

    private PositiveAnswers? Positive(ChoiceItem? item, Extension extension, string where)
    {
        if (item is null)
            return null;
        var codes = extension.GetExtensions("positive").Select(p => Option(item, p, where)).OfType<AnswerOption>().ToList();
        if (codes.Count == 0)
            faults.Add($"{where}: item {item.LinkId} has no positive answer.");
        if (codes.Count == item.Options.Length)
            faults.Add($"{where}: every answer to item {item.LinkId} is positive, so nothing is screened.");
        if (codes.Any(c => c.Exclusive))
            faults.Add($"{where}: an exclusive answer to item {item.LinkId} can't be positive.");
        return new PositiveAnswers(item.LinkId, codes.Select(c => c.Code.Code).ToFrozenSet(StringComparer.Ordinal));
    }

    private ImmutableArray<CategoryWhen> CategoryWhen(Extension rule, ImmutableArray<PositiveAnswers> positive, string where)
    {
        var when = ImmutableArray.CreateBuilder<CategoryWhen>();
        foreach (var extension in rule.GetExtensions("categoryWhen"))
        {
            var item = Item(extension.GetStringExtension("linkId"), where);
            var category = Category(extension.GetExtension("category"), where);
            if (item is null || category is null || Option(item, extension.GetExtension("answer"), where) is not { } option)
                continue;
            if (!positive.Any(p => p.LinkId == item.LinkId && p.Codes.Contains(option.Code.Code)))
                faults.Add($"{where}: categoryWhen names {option.Code.Code}, which is not a positive answer of item {item.LinkId}.");
            when.Add(new CategoryWhen(item.LinkId, option.Code.Code, category));
        }

        return when.ToImmutable();
    }

    private FindingItem? Finding(Extension? extension, string where)
    {
        if (extension is null)
            return null;
        var linkId = extension.GetStringExtension("linkId");
        if (derived.FirstOrDefault(d => d.LinkId == linkId) is not { Options.IsEmpty: false } item)
        {
            faults.Add($"{where}: the result item {linkId} is not a read-only choice item.");
            return null;
        }

        var codes = new[] { "positive", "negative" }.Select(u => (extension.GetExtension(u)?.Value as Coding)?.Code).ToArray();
        foreach (var code in codes.Where(c => !item.Options.Any(o => o.Code.Code == c)))
            faults.Add($"{where}: {code ?? "a missing code"} is not an option of the result item {linkId}.");
        return new FindingItem(item.LinkId, codes[0] ?? "", codes[1] ?? "");
    }

    private ChoiceItem? Item(string? linkId, string where)
    {
        var item = items.FirstOrDefault(i => i.LinkId == linkId);
        if (item is null)
            faults.Add($"{where}: there is no question with the linkId {linkId ?? "(none)"}.");
        return item;
    }

    private AnswerOption? Option(ChoiceItem item, Extension? extension, string where)
    {
        var coding = extension?.Value as Coding;
        var option = item.Options.FirstOrDefault(o => o.Code.Code == coding?.Code && o.Code.System == coding?.System);
        if (option is null)
            faults.Add($"{where}: {coding?.Code ?? "a missing code"} is not an answer to item {item.LinkId}.");
        return option;
    }

    private SdohCategory? Category(Extension? extension, string where)
    {
        var coding = extension?.Value as Coding;
        var category = coding?.System == SdohCategory.System ? SdohCategory.Find(coding.Code) : null;
        if (category is null)
            faults.Add($"{where}: {coding?.Code ?? "a missing code"} is not a category of the SDOH Clinical Care guide.");
        return category;
    }

    private LocalText? Text(Extension rule, string url, string where)
    {
        var text = QuestionnaireReader.TextExtension(rule, url);
        if (text is null)
            faults.Add($"{where}: {url} is missing.");
        return text;
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Linchpin.Modules.Assessments.Domain;
using Questionnaire = Linchpin.Modules.Assessments.Domain.Questionnaire;

namespace Linchpin.Modules.Assessments.Fhir;

/// <summary>
/// A screen as a FHIR R4 QuestionnaireResponse. A declined item carries an answer whose value is absent with reason <c>asked-declined</c>, one that the
/// client doesn't know <c>asked-unknown</c> (extension data-absent-reason on the value); an item left blank has no entry at all. Totals and findings are
/// given only where the rule could say them.
/// </summary>
internal static class QuestionnaireResponseJson
{
    /// <exception cref="ArgumentException">The screen was answered on another questionnaire version.</exception>
    public static string Write(Questionnaire questionnaire, ScreeningResponse screen)
    {
        if (screen.QuestionnaireUrl != questionnaire.Url || screen.QuestionnaireVersion != questionnaire.Version)
            throw new ArgumentException($"The screen is answered on {screen.QuestionnaireUrl}|{screen.QuestionnaireVersion}.", nameof(questionnaire));
        return new FhirJsonSerializer().SerializeToString(ToFhir(questionnaire, screen));
    }

    private static QuestionnaireResponse ToFhir(Questionnaire questionnaire, ScreeningResponse screen)
    {
        var client = new ResourceReference($"Patient/{screen.ClientId.Value}");
        var response = new QuestionnaireResponse
        {
            Id = screen.Id.Value.ToString(),
            Language = "en",
            Questionnaire = questionnaire.Canonical,
            Status = screen.Status switch
            {
                ScreenStatus.Completed => QuestionnaireResponse.QuestionnaireResponseStatus.Completed,
                ScreenStatus.EnteredInError => QuestionnaireResponse.QuestionnaireResponseStatus.EnteredInError,
                _ => QuestionnaireResponse.QuestionnaireResponseStatus.InProgress,
            },
            Subject = client,
            Encounter = screen.SessionId is { } session ? new ResourceReference($"Encounter/{session.Value}") : null,
            AuthoredElement = new FhirDateTime(screen.CompletedAt ?? screen.AnsweredAt ?? screen.StartedAt),
            // The client is the source either way; who wrote the answers down differs.
            Source = client,
            Author = screen.Mode == ScreenMode.OwnScreen ? client : new ResourceReference($"Practitioner/{screen.OfferedBy.Value}"),
        };
        response.Extension.Add(new Extension(FhirNames.CompletionMode, new CodeableConcept(
            "http://terminology.hl7.org/CodeSystem/v3-ParticipationMode", screen.Mode == ScreenMode.OwnScreen ? "ELECTRONIC" : "VERBAL")));

        var derived = Derived(questionnaire, screen.Judgement);
        foreach (var section in questionnaire.Sections)
        {
            var items = section.Items.Select(i => Item(i, screen.Answers[i.LinkId])).OfType<QuestionnaireResponse.ItemComponent>()
                .Concat(derived.Where(d => d.Section == section.LinkId).Select(d => d.Item))
                .ToList();
            if (section.LinkId is null)
                response.Item.AddRange(items);
            else if (items.Count > 0)
                response.Item.Add(new QuestionnaireResponse.ItemComponent { LinkId = section.LinkId, Text = section.Title!.En, Item = items });
        }

        return response;
    }

    private static QuestionnaireResponse.ItemComponent? Item(ChoiceItem item, ItemAnswer? answer)
    {
        if (answer is null)
            return null;
        var component = new QuestionnaireResponse.ItemComponent { LinkId = item.LinkId, Text = item.Text.En };
        if (answer.Kind == AnswerKind.Chosen)
        {
            // In the instrument's order, not that of the codes.
            component.Answer.AddRange(item.Options
                .Where(o => answer.Codes.Contains(o.Code.Code, StringComparer.Ordinal))
                .Select(o => Answer(ToCoding(o.Code))));
            return component;
        }

        var absent = new Coding();
        absent.AddExtension(FhirNames.DataAbsentReason, new Code(answer.Kind == AnswerKind.Declined ? "asked-declined" : "asked-unknown"));
        component.Answer.Add(Answer(absent));
        return component;
    }

    private static ImmutableArray<(string? Section, QuestionnaireResponse.ItemComponent Item)> Derived(Questionnaire questionnaire, ScreenResult? result)
    {
        if (result is null)
            return [];
        var derived = ImmutableArray.CreateBuilder<(string?, QuestionnaireResponse.ItemComponent)>();
        foreach (var item in questionnaire.Derived)
        {
            var value = questionnaire.Rules
                .Select(rule => Value(rule, item, result.Domains.First(d => d.Domain == rule.Domain)))
                .FirstOrDefault(v => v is not null);
            if (value is null)
                continue;
            derived.Add((item.SectionLinkId, new QuestionnaireResponse.ItemComponent
            {
                LinkId = item.LinkId,
                Text = item.Text.En,
                Answer = [Answer(value)],
            }));
        }

        return derived.ToImmutable();
    }

    private static DataType? Value(ScreeningRule rule, DerivedItem item, DomainResult domain)
    {
        if (rule is SumAtLeast { TotalLinkId: { } total } && total == item.LinkId)
            return domain.Score?.Total is { } points ? new Integer(points) : null;
        if (rule.Finding is not { } finding || finding.LinkId != item.LinkId)
            return null;
        var code = domain.Outcome switch
        {
            ScreenOutcome.Positive => finding.PositiveCode,
            ScreenOutcome.NegativeScreen => finding.NegativeCode,
            _ => null,
        };
        return item.Options.FirstOrDefault(o => o.Code.Code == code) is { } option ? ToCoding(option.Code) : null;
    }

    private static QuestionnaireResponse.AnswerComponent Answer(DataType value) => new() { Value = value };

    private static Coding ToCoding(Coded code) => new(code.System, code.Code, code.Display);
}

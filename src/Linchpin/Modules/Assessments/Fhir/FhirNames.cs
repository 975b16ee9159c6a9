namespace Linchpin.Modules.Assessments.Fhir;

/// <summary>Addresses of the FHIR extensions that questionnaire files and responses use: the standard's, and our own where it has none.</summary>
internal static class FhirNames
{
    private const string Hl7 = "http://hl7.org/fhir/StructureDefinition/";
    private const string Own = "https://linchpin.example.org/fhir/StructureDefinition/";

    public const string Translation = Hl7 + "translation";
    public const string OrdinalValue = Hl7 + "ordinalValue";
    public const string OptionExclusive = Hl7 + "questionnaire-optionExclusive";
    public const string DataAbsentReason = Hl7 + "data-absent-reason";
    public const string CompletionMode = Hl7 + "questionnaireresponse-completionMode";

    public const string ScreeningRule = Own + "screening-rule";
    public const string InstrumentPermission = Own + "instrument-permission";
    public const string Introduction = Own + "introduction";
    public const string PlainHelp = Own + "plain-help";
}

using System.Collections.Frozen;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>
/// The domain of a need: one of the 24 categories of HL7's SDOH Clinical Care guide 3.0.0 (CC0),
/// CodeSystem SDOHCC-CodeSystemTemporaryCodes. <see cref="Display"/> is the guide's English term and our localizer key.
/// </summary>
internal sealed record SdohCategory(string Code, string Display)
{
    public const string System = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes";

    public static readonly SdohCategory Unspecified = new("sdoh-category-unspecified", "SDOH Category Unspecified");

    public static readonly FrozenDictionary<string, SdohCategory> All = new SdohCategory[]
    {
        Unspecified,
        new("food-insecurity", "Food Insecurity"),
        new("housing-instability", "Housing Instability"),
        new("homelessness", "Homelessness"),
        new("inadequate-housing", "Inadequate Housing"),
        new("transportation-insecurity", "Transportation Insecurity"),
        new("financial-insecurity", "Financial Insecurity"),
        new("material-hardship", "Material Hardship"),
        new("educational-attainment", "Educational Attainment"),
        new("employment-status", "Employment Status"),
        new("veteran-status", "Veteran Status"),
        new("stress", "Stress"),
        new("social-connection", "Social Connection"),
        new("intimate-partner-violence", "Intimate Partner Violence"),
        new("elder-abuse", "Elder Abuse"),
        new("personal-health-literacy", "Personal Health Literacy"),
        new("health-insurance-coverage-status", "Health Insurance Coverage Status"),
        new("medical-cost-burden", "Medical Cost Burden"),
        new("digital-literacy", "Digital Literacy"),
        new("digital-access", "Digital Access"),
        new("utility-insecurity", "Utility Insecurity"),
        new("language-access", "Language Access"),
        new("incarceration-status", "Incarceration Status"),
        new("protective-factor", "Protective Factor"),
    }.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);

    public static SdohCategory? Find(string? code) => code is not null && All.TryGetValue(code, out var category) ? category : null;
}

using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.FindNeeds;
using Linchpin.Modules.Assessments.FindScreens;
using Linchpin.Modules.Assessments.Fhir;

namespace Linchpin.Modules.Assessments;

/// <summary>Screening instruments, their answers and results, and the needs they raise.</summary>
public static class AssessmentsModule
{
    public static IServiceCollection AddAssessments(this IServiceCollection services)
    {
        // Read at the start: a file with faults stops it with a sentence, rather than a session.
        services.AddSingleton(QuestionnaireCatalogue.FromAssembly(typeof(AssessmentsModule).Assembly));
        services.AddScoped<IScreens, Screens>();
        services.AddScoped<Needs>();
        services.AddScoped<INeeds>(provider => provider.GetRequiredService<Needs>());
        return services;
    }
}

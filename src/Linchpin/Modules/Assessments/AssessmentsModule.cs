using Linchpin.Modules.Assessments.AnswerScreen;
using Linchpin.Modules.Assessments.Chart;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.DecideNeed;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.Assessments.FindNeeds;
using Linchpin.Modules.Assessments.FindScreens;
using Linchpin.Modules.Assessments.GiveScreen;
using Linchpin.Modules.Assessments.Screening;
using Linchpin.Modules.Assessments.WholeRecord;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;

namespace Linchpin.Modules.Assessments;

/// <summary>Screening instruments, their answers and results, and the needs they raise.</summary>
public static class AssessmentsModule
{
    public static IServiceCollection AddAssessments(this IServiceCollection services)
    {
        // Read at the start: a file with faults stops it with a sentence, rather than a session. The standard's library takes its time to warm up, so the files are read while
        // the database is opened; the start waits for them before anybody is let in.
        var reading = Task.Run(() => QuestionnaireCatalogue.FromAssembly(typeof(AssessmentsModule).Assembly));
        services.AddSingleton(_ => reading.GetAwaiter().GetResult());
        services.AddHostedService<QuestionnairesAreRead>();
        services.AddScoped<Screens>();
        services.AddScoped<IScreens>(provider => provider.GetRequiredService<Screens>());
        services.AddScoped<Needs>();
        services.AddScoped<INeeds>(provider => provider.GetRequiredService<Needs>());
        services.AddScoped<WhoMay>();
        services.AddScoped<RoomTelling>();
        services.AddScoped<GiveScreenHandler>();
        services.AddScoped<ChangeModeHandler>();
        services.AddScoped<MarkAsMistakeHandler>();
        services.AddScoped<AnswerScreenHandler>();
        services.AddScoped<AnswerEndpoints.Answering>();
        services.AddScoped<DecideNeedHandler>();
        services.AddScoped<NeedQuery>();
        services.AddScoped<SessionScreeningQuery>();
        services.AddScoped<ScreeningEndpoints.Fragment>();
        services.AddScoped<ScreenQuery>();
        services.AddScoped<ClientScreening>();
        services.AddScoped<ScreenPlotsQuery>();
        services.AddScoped<ITimelineSource, ScreeningTimeline>();
        services.AddScoped<IOpenWork, OpenScreens>();
        services.AddScoped<IRecordPart, ScreensPart>();
        services.AddSingleton(new SessionPanel(50, "screening", "Screening", typeof(AssessmentsWords), typeof(SessionScreeningPanel)));
        services.AddSingleton(new ShortChartPart(10, typeof(NeedsAndScreensInShort)));
        services.AddSingleton(new ClientPanel(50, "questions", "Questions", typeof(AssessmentsWords), typeof(OwnScreeningPanel)));
        services.AddSingleton(new ChartSection(20, "needs", "What for", typeof(AssessmentsWords), typeof(NeedsSection)));
        services.AddSingleton(new ChartSection(40, "screens", "Screens", typeof(AssessmentsWords), typeof(ScreensSection)));
        services.AddSingleton(new ChartPlot(40, typeof(ScreenPlots)));
        return services;
    }

    public static void MapAssessments(this IEndpointRouteBuilder routes)
    {
        AnswerEndpoints.Map(routes);
        ScreeningEndpoints.Map(routes);
    }
}

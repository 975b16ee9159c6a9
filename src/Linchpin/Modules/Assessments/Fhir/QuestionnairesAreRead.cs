namespace Linchpin.Modules.Assessments.Fhir;

/// <summary>Keeps the house shut until every questionnaire file has been read without a fault.</summary>
internal sealed class QuestionnairesAreRead(QuestionnaireCatalogue catalogue) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        catalogue.Current.Count > 0 ? Task.CompletedTask : throw new InvalidOperationException("There is no questionnaire that could be given.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

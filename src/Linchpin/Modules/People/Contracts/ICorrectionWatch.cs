using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;

namespace Linchpin.Modules.People.Contracts;

/// <param name="DueOn">Last day of the time to answer, by the programme's day.</param>
public sealed record WaitingCorrection(Guid Request, ClientId Client, DateOnly DueOn);

/// <summary>Requests of clients to correct their record that wait for an answer (45 CFR 164.526).</summary>
public interface ICorrectionWatch
{
    /// <summary>Those that the actor may answer: of the clients in reach, and all of them for whoever answers for privacy. The longest waiting first.</summary>
    Task<IReadOnlyList<WaitingCorrection>> WaitingAsync(Actor actor, CancellationToken cancel);
}

using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.Data;

/// <summary>
/// Answers are saved one by one and may arrive together (a quick thumb, a retry on a bad line). None of them is stale: each is loaded again
/// and applied to what the other left.
/// </summary>
internal static class Again
{
    private const int Most = 8;

    /// <param name="attempt">Loads, decides and saves; run again from the start after a clash.</param>
    public static async Task<T> OnClashAsync<T>(CareDb care, Func<Task<T>> attempt)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await attempt();
            }
            catch (DbUpdateException) when (round < Most)
            {
                care.ChangeTracker.Clear();
            }
        }
    }
}

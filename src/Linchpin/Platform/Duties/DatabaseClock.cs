using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform.Duties;

/// <summary>The clock that all processes on one database share. Their own may differ by more than a lease, and then two would hold one duty.</summary>
internal class DatabaseClock(DataSettings data, TimeProvider clock)
{
    /// <summary>Now, in UTC.</summary>
    public virtual async Task<DateTimeOffset> NowAsync(CareDb care, CancellationToken cancel)
    {
        // SQLite runs inside this process: its clock is the machine's, which is ours.
        if (data.Provider == DatabaseProvider.Sqlite) return clock.GetUtcNow();
        return (await care.Database.SqlQuery<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """).SingleAsync(cancel)).ToUniversalTime();
    }
}

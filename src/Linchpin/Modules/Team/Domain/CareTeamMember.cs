using Linchpin.Kernel;

namespace Linchpin.Modules.Team.Domain;

/// <summary>A staff member on a client's care team, from a day to a day.</summary>
internal sealed class CareTeamMember
{
    private CareTeamMember()
    {
    }

    public Guid Id { get; private set; }

    public ClientId Client { get; private set; }

    public StaffId Staff { get; private set; }

    public DateOnly From { get; private set; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Through { get; private set; }

    public static CareTeamMember Join(ClientId client, StaffId staff, DateOnly from, DateTimeOffset now) => Join(Guid.CreateVersion7(now), client, staff, from);

    public static CareTeamMember Join(Guid id, ClientId client, StaffId staff, DateOnly from) =>
        new() { Id = id, Client = client, Staff = staff, From = from };

    public bool IsOnTeam(DateOnly day) => new DateSpan(From, Through).Holds(day);

    /// <summary>The last day is <paramref name="through"/>; before the first day it means that they never were on it.</summary>
    public void Leave(DateOnly through) => Through = through;

    /// <summary>Takes a leaving back that has not come yet.</summary>
    public void Stay() => Through = null;
}

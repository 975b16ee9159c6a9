using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Team.Contracts;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>Finds those who must hear of an emergency exception: today's supervisors of the worker; where there is none who can be reached, every supervisor of the
/// programme; where there is none of those, its administrators. Nobody is told of their own exception.</summary>
internal sealed class WhoIsTold(ICareTeams teams, IStaffDirectory staff, IAccountRegister accounts)
{
    /// <returns>Empty when the programme has nobody who could be told.</returns>
    public async Task<IReadOnlyList<(StaffId Staff, ToldAs As)>> OfAsync(StaffId worker, CancellationToken cancel)
    {
        var line = await ReachableAsync(await teams.SupervisorsAsync(worker, cancel), worker, cancel);
        if (line.Count > 0) return [.. line.Select(s => (s, ToldAs.LineSupervisor))];
        var supervisors = await ReachableAsync(await accounts.StaffInAsync(ProgrammeRoles.Supervisor, cancel), worker, cancel);
        if (supervisors.Count > 0) return [.. supervisors.Select(s => (s, ToldAs.ProgrammeSupervisor))];
        var administrators = await ReachableAsync(await accounts.StaffInAsync(ProgrammeRoles.Admin, cancel), worker, cancel);
        return [.. administrators.Select(s => (s, ToldAs.Administrator))];
    }

    private async Task<List<StaffId>> ReachableAsync(IReadOnlyList<StaffId> people, StaffId worker, CancellationToken cancel) =>
        [.. (await staff.ActiveAsync([.. people.Where(p => p != worker).Distinct()], cancel)).Where(s => s.Email is not null).Select(s => s.Id)];
}

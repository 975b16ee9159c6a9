using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Modules.Team.Contracts;

namespace Linchpin.Tests.Modules.Sessions;

public sealed class WhoIsToldTests
{
    private static readonly StaffId Worker = new(Guid.CreateVersion7());
    private static readonly StaffId Ruth = new(Guid.CreateVersion7());
    private static readonly StaffId Sol = new(Guid.CreateVersion7());
    private static readonly StaffId Ada = new(Guid.CreateVersion7());

    [Fact]
    public async Task Of_WhenTheWorkerHasASupervisor_OnlyTheyAreTold() => Assert.Equal([(Ruth, ToldAs.LineSupervisor)], await OfAsync([Ruth], [Ruth, Sol], [Ada]));

    [Fact]
    public async Task Of_WhenTheSupervisorCantBeReached_EverySupervisorOfTheProgrammeIs() =>
        Assert.Equal([(Sol, ToldAs.ProgrammeSupervisor)], await OfAsync([Ruth], [Ruth, Sol], [Ada], without: Ruth));

    [Fact]
    public async Task Of_WhenTheWorkerIsTheOnlySupervisor_TheAdministratorsAreTold() =>
        Assert.Equal([(Ada, ToldAs.Administrator)], await OfAsync([Worker], [Worker], [Ada, Worker]));

    [Fact]
    public async Task Of_WhenThereIsNobody_SaysSo() => Assert.Empty(await OfAsync([], [], []));

    private static Task<IReadOnlyList<(StaffId Staff, ToldAs As)>> OfAsync(StaffId[] line, StaffId[] supervisors, StaffId[] administrators, StaffId? without = null) =>
        new WhoIsTold(new Lines(line), new Directory(without), new Accounts(supervisors, administrators)).OfAsync(Worker, TestContext.Current.CancellationToken);

    private sealed class Lines(StaffId[] supervisors) : ICareTeams
    {
        public Task<IReadOnlyList<StaffId>> SupervisorsAsync(StaffId supervisee, CancellationToken cancel) => Task.FromResult<IReadOnlyList<StaffId>>(supervisors);

        public Task JoinAsync(ClientId client, StaffId staff, DateOnly from, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<StaffId>> MembersAsync(ClientId client, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<StaffId>> SuperviseesAsync(StaffId supervisor, CancellationToken cancel) => throw new NotSupportedException();

        public Task SuperviseAsync(StaffId supervisor, StaffId supervisee, DateOnly from, CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class Directory(StaffId? without) : IStaffDirectory
    {
        public Task<IReadOnlyDictionary<StaffId, StaffCard>> CardsAsync(IReadOnlyCollection<StaffId> ids, CancellationToken cancel) => Task.FromResult<IReadOnlyDictionary<StaffId, StaffCard>>(
            ids.ToDictionary(id => id, id => new StaffCard(id, "Vera Muster", null, false, Zone.Default, id == without ? null : "vera@example.org")));

        public Task<IReadOnlyList<StaffCard>> CareStaffAsync(CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class Accounts(StaffId[] supervisors, StaffId[] administrators) : IAccountRegister
    {
        public Task<IReadOnlyList<StaffId>> StaffInAsync(string role, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<StaffId>>(role == ProgrammeRoles.Supervisor ? supervisors : role == ProgrammeRoles.Admin ? administrators : []);

        public Task<Result<AccountId>> AddAsync(NewAccount account, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> AnyDemoAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> AnyAsync(CancellationToken cancel) => throw new NotSupportedException();
    }
}

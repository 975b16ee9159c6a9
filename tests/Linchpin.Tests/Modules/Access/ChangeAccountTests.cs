using System.Net;
using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Accounts;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Access;

public abstract class ChangeAccountTests(CareHost host)
{
    private static readonly Actor Admin = Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ClaimTypes.Role, ProgrammeRoles.Admin)], "test")));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Role_WhenTakenOnThePage_EndsTheSignInsOfItsHolder()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        var admin = await Visitor.SignInAsync(host, ProgrammeRoles.Admin);
        using var taken = await DoAsync(admin, worker, new() { ["Do"] = "take:lsw" });
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        AssertOut(await worker.GetAsync("/today"));
        Assert.Equal(SignInEnd.SecurityChange, (await RecordsAsync(worker)).Single().EndedBy);
        Assert.Contains(("account.role-taken", "lsw"), await AuditedAsync(worker));
        // A second click does nothing more.
        using var again = await DoAsync(admin, worker, new() { ["Do"] = "take:lsw" });
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.Single(await AuditedAsync(worker), e => e.Action == "account.role-taken");
    }

    [Fact]
    public void Roles_WhenShown_AreCalledAsPeopleCallThem() => Assert.DoesNotContain(ProgrammeRoles.All, role => RoleNames.Of(role) == role);

    [Fact]
    public async Task Role_WhenGiven_IsHeldOnceAndWrittenDownOnce()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        for (var i = 0; i < 2; i++) Assert.True((await ChangeAsync(c => c.GiveRoleAsync(worker.Account!.Value.Value, ProgrammeRoles.Supervisor, Admin, Cancel))).IsOk);
        Assert.Single(await AuditedAsync(worker), e => e == ("account.role-given", "supervisor"));
        Assert.Equal(HttpStatusCode.OK, (await worker.GetAsync("/today")).StatusCode);
        Assert.False((await ChangeAsync(c => c.GiveRoleAsync(worker.Account!.Value.Value, "emperor", Admin, Cancel))).IsOk);
    }

    [Fact]
    public async Task Account_WhenClosed_LetsNobodyInUntilItIsOpenedAgain()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var made = await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Lsw], "Vera Muster"), Cancel));
        var worker = Visitor.Stranger(host) with { Account = made.Value };
        (await worker.EnterAsync(host, email)).Dispose();
        var admin = await Visitor.SignInAsync(host, ProgrammeRoles.Admin);

        using var wordless = await DoAsync(admin, worker, new() { ["Do"] = "close", ["Reason"] = " " });
        Assert.Contains("Say why the account is closed", await wordless.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await worker.GetAsync("/today")).StatusCode);

        using var closed = await DoAsync(admin, worker, new() { ["Do"] = "close", ["Reason"] = "Left the program" });
        Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
        AssertOut(await worker.GetAsync("/today"));
        Assert.Equal(HttpStatusCode.OK, (await worker.TrySignInAsync(email, Visitor.Password)).StatusCode);
        Assert.DoesNotContain(await AuditedAsync(worker), e => e.Detail?.Contains("Left", StringComparison.Ordinal) == true);

        using var opened = await DoAsync(admin, worker, new() { ["Do"] = "reopen" });
        Assert.Equal(HttpStatusCode.Redirect, (await worker.TrySignInAsync(email, Visitor.Password)).StatusCode);
        Assert.Equal(["account.closed", "account.reopened"], (await AuditedAsync(worker)).Select(e => e.Action).Where(a => a is "account.closed" or "account.reopened"));
    }

    [Fact]
    public async Task SignIns_WhenEndedByAnAdministrator_AreOverAndTheAccountIsNot()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        Assert.True((await ChangeAsync(c => c.EndSignInsAsync(worker.Account!.Value.Value, Admin, Cancel))).IsOk);
        AssertOut(await worker.GetAsync("/today"));
        Assert.Equal(SignInEnd.Administrator, (await RecordsAsync(worker)).Single().EndedBy);
    }

    [Fact]
    public async Task Accounts_WhenSearched_AreFoundByAPartOfNameOrAddressAndTheWordsAreKeptNowhere()
    {
        var word = $"x{Guid.NewGuid():N}";
        await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount($"{word}@example.org", Visitor.Password, [ProgrammeRoles.Lsw], "Ada 100%"), Cancel));
        var admin = await Visitor.SignInAsync(host, ProgrammeRoles.Admin);
        var form = await admin.FormAsync("/admin/accounts");
        form["_handler"] = "find-accounts";
        using var found = await admin.PostAsync("/admin/accounts", form, new() { ["Q"] = word[..20].ToUpperInvariant() });
        Assert.Contains(word, await found.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var list = await host.InScopeAsync(s => s.GetRequiredService<ListAccounts>().RunAsync("100%", 1, Cancel));
        Assert.All(list.Rows, r => Assert.Contains("100%", r.DisplayName, StringComparison.Ordinal));
        Assert.NotEmpty(list.Rows);
        Assert.False(await host.InDatabaseAsync(care => care.Set<AuditEntry>().AnyAsync(e => e.Detail!.Contains("100%") || e.Detail!.Contains(word.Substring(0, 20)), Cancel)));
    }

    [Fact]
    public async Task Handler_WhenSomebodyElseComes_FindsNothing()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        var result = await ChangeAsync(c => c.GiveRoleAsync(worker.Account!.Value.Value, ProgrammeRoles.Admin, Actors.Lsw(worker.Staff!.Value), Cancel));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(result.Errors).Kind);
    }

    [Fact]
    public async Task Add_WhenTwoNeedTheSameNewRoleAtOnce_MakesBothAndTheRoleOnce()
    {
        await using var house = new EmptyHouse(host);
        Assert.Equal(0, await house.AdminsAsync());
        // Each on a thread of its own: they look for the role before one of them has made it.
        using var start = new Barrier(4);
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(Cancel);
                return house.AdminAsync();
            },
            Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        Assert.Equal(4, made.Distinct().Count());
        Assert.Equal(4, await house.AdminsAsync());
    }

    [Fact]
    public async Task LastAdministrator_WhenTheirRoleIsTaken_StaysOne()
    {
        await using var house = new EmptyHouse(host);
        var (first, second) = (await house.AdminAsync(), await house.AdminAsync());
        var results = await Task.WhenAll(house.ChangeAsync(c => c.TakeRoleAsync(first, ProgrammeRoles.Admin, Admin, Cancel)), house.ChangeAsync(c => c.CloseAsync(second, "Gone", Admin, Cancel)));
        Assert.Single(results, r => r.IsOk);
        var last = results[0].IsOk ? second : first;
        Assert.Equal(ErrorKind.Refused, Assert.Single((await house.ChangeAsync(c => c.TakeRoleAsync(last, ProgrammeRoles.Admin, Admin, Cancel))).Errors).Kind);
        Assert.Equal(1, await house.AdminsAsync());
    }

    private Task<Result> ChangeAsync(Func<ChangeAccount, Task<Result>> change) => host.InScopeAsync(s => change(s.GetRequiredService<ChangeAccount>()));

    private static async Task<HttpResponseMessage> DoAsync(Visitor admin, Visitor whom, Dictionary<string, string> fields)
    {
        var path = $"/admin/accounts/{whom.Account}";
        var form = await admin.FormAsync(path);
        form["_handler"] = "change-account";
        return await admin.PostAsync(path, form, fields);
    }

    private static void AssertOut(HttpResponseMessage answer) => Assert.Contains("/sign-in", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);

    private async Task<IReadOnlyList<SignInRecord>> RecordsAsync(Visitor visitor)
    {
        var account = visitor.Account!.Value.Value;
        return await host.InDatabaseAsync(care => care.Set<SignInRecord>().AsNoTracking().Where(r => r.Account == account).ToListAsync(Cancel));
    }

    private async Task<IReadOnlyList<(string Action, string? Detail)>> AuditedAsync(Visitor visitor)
    {
        var account = visitor.Account!.Value.Value;
        var entries = await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.ResourceId == account && e.Resource == "Account").OrderBy(e => e.Sequence).ToListAsync(Cancel));
        return [.. entries.Select(e => (e.Action, e.Detail))];
    }

    public sealed class OnSqlite(SqliteHost host) : ChangeAccountTests(host);

    public sealed class OnPostgres(PostgresHost host) : ChangeAccountTests(host);
}

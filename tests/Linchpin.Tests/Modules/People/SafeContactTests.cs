using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;
using Linchpin.Modules.People.SafeContact;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class SafeContactTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agree_WhenTheFormIsPosted_StandsInTheChartAndInTheAudit()
    {
        var id = await ReachableAsync();
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/safe-contact";
        using var saved = await browser.PostFormAsync(
            path, "safe-contact", ("Input.Channels[0].Standing", "agreed"), ("Input.Channels[0].Message", "yes"), ("Input.Channels[0].Said", "CallBack"), ("Input.Channels[0].From", "09:00"),
            ("Input.Channels[0].Until", "17:30"), ("Input.Channels[0].Note", "Ask for <Ana>"), ("Input.Channels[1].Standing", "unsafe"), ("Input.InterpreterLanguage", "ht"), ("Input.InterpreterMode", "Phone"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var client = await ClientAsync(id);
        var phone = Assert.Single(client.SafeChannels, s => s.Kind is ContactKind.Phone);
        Assert.Equal((true, false, MaySay.CallBack, new TimeOnly(9, 0), new TimeOnly(17, 30), Weekdays.All), (phone.MayLeaveMessage, phone.MayWrite, phone.Said, phone.From, phone.Until, phone.Days));
        Assert.True(Assert.Single(client.SafeChannels, s => s.Kind is ContactKind.Email).IsUnsafe);
        Assert.Equal(new InterpreterNeed("ht", InterpreterMode.Phone, null), client.Interpreter);
        Assert.Equal(1, await host.EntriesAsync(id, "client.safe-contact"));

        var chart = await browser.GetStringAsync($"/clients/{id}", Cancel);
        Assert.Contains("Never use it", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("mailto:", chart, StringComparison.Ordinal);
        Assert.Contains("May be said: Only to call back", chart, StringComparison.Ordinal);
        Assert.Contains("Ask for &lt;Ana&gt;", chart, StringComparison.Ordinal);
        Assert.Contains("Haitian Creole", chart, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agree_WhenNothingReachesThem_KeepsTheInterpreter()
    {
        var id = await host.ClientOfAsync(_worker, f => f.Phone1 = null);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        using var saved = await browser.PostFormAsync($"/clients/{id}/safe-contact", "safe-contact", ("Input.InterpreterLanguage", "es"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal("es", await host.InDatabaseAsync(async care => (await care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == id)).Interpreter?.Language));
    }

    [Fact]
    public async Task Agree_WhenPostedTwice_IsOneChange()
    {
        var id = await ReachableAsync();
        var form = await FormAsync(id);
        form.Channels[0].Standing = "unsafe";
        Assert.True((await AgreeAsync(id, form)).IsOk);
        Assert.True((await AgreeAsync(id, form)).IsOk);
        Assert.Equal(1, await host.EntriesAsync(id, "client.safe-contact"));
    }

    [Fact]
    public async Task Agree_WhenSomebodyElseChangedIt_ShowsBothAndKeepsTheirs()
    {
        var id = await ReachableAsync();
        var (mine, theirs) = (await FormAsync(id), await FormAsync(id));
        theirs.Channels[0].Standing = "unsafe";
        Assert.True((await AgreeAsync(id, theirs)).IsOk);
        (mine.Channels[0].Standing, mine.Channels[0].Said, mine.Channels[0].Message) = ("agreed", "Anything", "yes");
        Assert.Equal(ErrorKind.Stale, Assert.Single((await AgreeAsync(id, mine)).Errors).Kind);
        Assert.True((await ClientAsync(id)).SafeChannels[0].IsUnsafe);

        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/safe-contact";
        var fields = await browser.FieldsAsync(path, "safe-contact");
        fields["Input.Version"] = mine.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        fields["Input.Shown"] = mine.Shown!;
        using var clash = await browser.PostFieldsAsync(path, fields, ("Input.Channels[0].Standing", "agreed"), ("Input.Channels[0].Said", "Anything"));
        var page = await clash.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("Both versions", page, StringComparison.Ordinal);
        Assert.Contains("Never use it", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agree_WhenSomethingIsMissing_SaysItBesideTheFieldAndKeepsWhatWasTyped()
    {
        var id = await ReachableAsync();
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        using var refused = await browser.PostFormAsync(
            $"/clients/{id}/safe-contact", "safe-contact", ("Input.Channels[0].Standing", "agreed"), ("Input.Channels[0].From", "09:00"), ("Input.Channels[0].Note", "Kept words"));
        var page = await refused.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("Enter both times, or leave both empty for any time.", page, StringComparison.Ordinal);
        Assert.Contains("Kept words", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#f-channels0-until\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"f-channels0-until\"", page, StringComparison.Ordinal);
        Assert.Empty((await ClientAsync(id)).SafeChannels);
    }

    [Fact]
    public async Task Agree_WhenTheClientIsOutOfReach_LooksMissingAndIsAudited()
    {
        var id = await ReachableAsync();
        var form = await FormAsync(id);
        var refused = await host.InScopeAsync(s => s.GetRequiredService<AgreeOnContactHandler>().HandleAsync(id, form, Actors.Lsw(PeopleFixtures.NewWorker()), Cancel));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(refused.Errors).Kind);
        Assert.Equal(1, await host.EntriesAsync(id, "client.safe-contact", AuditOutcome.Denied));
    }

    [Theory]
    [InlineData(null, "no", "Nothing", true)]
    [InlineData("unsafe", "yes", "Anything", false)]
    [InlineData("agreed", "no", "Nothing", false)]
    [InlineData("agreed", "yes", "CallBack", false)]
    [InlineData("agreed", "yes", "Appointment", true)]
    public async Task Letter_AboutAnAppointment_GoesOnlyWhereItMay(string? standing, string write, string said, bool goes)
    {
        var id = await ReachableAsync();
        var form = await FormAsync(id);
        var mail = form.Channels.Single(c => c.Key.StartsWith("Email", StringComparison.Ordinal));
        (mail.Standing, mail.Write, mail.Said) = (standing, write, said);
        Assert.True((await AgreeAsync(id, form)).IsOk);
        Assert.Equal(goes ? "rosa@example.org" : null, await host.InScopeAsync(s => s.GetRequiredService<IClientContacts>().EmailAsync(id, Cancel)));
    }

    [Fact]
    public async Task Number_WhenItIsUnsafe_IsNotOfferedToCall()
    {
        var id = await ReachableAsync();
        var form = await FormAsync(id);
        form.Channels[0].Standing = "unsafe";
        Assert.True((await AgreeAsync(id, form)).IsOk);
        Assert.Null(await host.InScopeAsync(s => s.GetRequiredService<IClientContacts>().PhoneAsync(id, Cancel)));
    }

    [Fact]
    public async Task Number_WhenItIsReplaced_HasToBeAskedAboutAnew()
    {
        var id = await ReachableAsync();
        var form = await FormAsync(id);
        form.Channels[0].Standing = "unsafe";
        Assert.True((await AgreeAsync(id, form)).IsOk);
        var edit = EditClientForm.Of(await ClientAsync(id));
        edit.Phone1 = "410 555 0188";
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<EditClientHandler>().HandleAsync(id, edit, Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.DoesNotContain((await ClientAsync(id)).SafeChannels, s => s.Kind is ContactKind.Phone);
    }

    private Task<ClientId> ReachableAsync() => host.ClientOfAsync(_worker, f => f.Email1 = "rosa@example.org");

    private Task<Client> ClientAsync(ClientId id) => host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == id, Cancel));

    private async Task<SafeContactForm> FormAsync(ClientId id) => SafeContactForm.Of(await ClientAsync(id));

    private Task<Result> AgreeAsync(ClientId id, SafeContactForm form) =>
        host.InScopeAsync(s => s.GetRequiredService<AgreeOnContactHandler>().HandleAsync(id, form, Actors.Lsw(_worker), Cancel));

    public sealed class OnSqlite(SqliteHost host) : SafeContactTests(host);

    public sealed class OnPostgres(PostgresHost host) : SafeContactTests(host);
}

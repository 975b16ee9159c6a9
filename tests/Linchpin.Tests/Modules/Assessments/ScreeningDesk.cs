using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.AnswerScreen;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.DecideNeed;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.GiveScreen;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Assessments;

/// <summary>A booked session with its two people, and the acts that screening tests begin with.</summary>
internal sealed partial class ScreeningDesk
{
    public const string Password = "a long enough test password";
    private readonly CareHost _host;

    private ScreeningDesk(CareHost host, StaffId worker, ClientId client, SessionId session) =>
        (_host, Worker, Client, Session) = (host, worker, client, session);

    public StaffId Worker { get; }

    public ClientId Client { get; }

    public SessionId Session { get; }

    public Actor Lsw => Actors.Lsw(Worker);

    public Actor Participant => Actor.Participant(Session, Client, ScheduleDesk.LinkOf(Session), Zone.Default, Doors.JoinScheme);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ScreeningDesk> OpenAsync(CareHost host)
    {
        var desk = new ScheduleDesk(host);
        var worker = ScheduleDesk.NewWorker();
        var client = await desk.ClientOfAsync(worker);
        return new ScreeningDesk(host, worker, client, await desk.HadAsync(client, worker, desk.Now.AddMinutes(20)));
    }

    /// <summary>The same two people another time.</summary>
    public async Task<ScreeningDesk> AgainAsync()
    {
        var desk = new ScheduleDesk(_host);
        return new ScreeningDesk(_host, Worker, Client, await desk.HadAsync(Client, Worker, desk.Now.AddHours(3)));
    }

    public Task<Result<ScreeningResponseId>> TryGiveAsync(Actor actor, Guid? id = null, ScreenMode mode = ScreenMode.OwnScreen, string questionnaire = "ahc-hrsn-core") =>
        _host.InScopeAsync(s => s.GetRequiredService<GiveScreenHandler>()
            .HandleAsync(new GiveScreenCommand(id ?? Guid.CreateVersion7(), Session, questionnaire, mode), actor, Cancel));

    public async Task<ScreeningResponseId> GiveAsync(ScreenMode mode = ScreenMode.OwnScreen, string questionnaire = "ahc-hrsn-core") =>
        (await TryGiveAsync(Lsw, null, mode, questionnaire)).Value;

    public Task<Result<ScreenProgress>> AnswerAsync(ScreeningResponseId screen, string linkId, ItemAnswer? answer, Actor actor) =>
        _host.InScopeAsync(s => s.GetRequiredService<AnswerScreenHandler>().AnswerAsync(screen, linkId, answer, actor, Cancel));

    public Task<Result<ScreenProgress>> CompleteAsync(ScreeningResponseId screen, Actor actor, params IReadOnlyList<(string LinkId, ItemAnswer Answer)> given) =>
        _host.InScopeAsync(s => s.GetRequiredService<AnswerScreenHandler>().CompleteAsync(
            screen, _ => [.. given.Select(g => KeyValuePair.Create(g.LinkId, (ItemAnswer?)g.Answer))], actor, Cancel));

    public Task<Result> DecideAsync(NeedId need, NeedForm form, Actor actor) =>
        _host.InScopeAsync(s => s.GetRequiredService<DecideNeedHandler>().HandleAsync(need, form, actor, Cancel));

    public NeedForm Confirming(string? words = "We skip dinner at the end of the month.", string? wish = nameof(ClientWish.WantsHelp)) =>
        new(NeedDecision.Confirm, Session, words, wish, null, null, null);

    public Task<IReadOnlyList<NeedCard>> OpenNeedsAsync() => _host.InScopeAsync(s => s.GetRequiredService<INeeds>().OpenAsync(Client, Cancel));

    public Task<IReadOnlyList<ScreenLine>> ScreensAsync() => _host.InScopeAsync(s => s.GetRequiredService<IScreens>().ForSessionAsync(Session, Cancel));

    public Task<ScreeningResponse> StoredAsync(ScreeningResponseId screen) =>
        _host.InDatabaseAsync(care => care.Set<ScreeningResponse>().AsNoTracking().SingleAsync(s => s.Id == screen, Cancel));

    /// <summary>Says yes to worry about food; leaves the rest blank.</summary>
    public async Task<NeedCard> SuspectFoodAsync()
    {
        var screen = await GiveAsync();
        Assert.True((await CompleteAsync(screen, Participant, ("/88122-7", ItemAnswer.Chose("LA28397-0")))).IsOk);
        return Assert.Single(await OpenNeedsAsync());
    }

    /// <summary>A browser that came by the session's join link.</summary>
    public async Task<HttpClient> JoinAsync()
    {
        var path = await _host.InScopeAsync(async s =>
        {
            var link = await s.GetRequiredService<IJoinLinks>().PathAsync(Session, Cancel);
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
            return link;
        });
        var browser = _host.Browser();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(path, Cancel)).StatusCode);
        return browser;
    }

    /// <summary>A browser in which the session's worker has signed in.</summary>
    public async Task<HttpClient> SignInAsync()
    {
        var mail = $"{Guid.CreateVersion7():N}@example.org";
        var phone = await _host.InScopeAsync(async s =>
        {
            var account = new NewAccount(mail, Password, [ProgrammeRoles.Lsw], "Test Worker", Staff: Worker);
            return await Phone.GiveAsync(s, (await s.GetRequiredService<IAccountRegister>().AddAsync(account, Cancel)).Value);
        });
        var browser = _host.Browser();
        var page = await browser.GetStringAsync("/sign-in", Cancel);
        var answer = await browser.PostAsync("/sign-in", new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", TokenIn(page)), new("_handler", HandlerIn(page)), new("Input.Email", mail), new("Input.Password", Password),
        ]), Cancel);
        Assert.True((int)answer.StatusCode is >= 300 and < 400, $"Sign-in answered {answer.StatusCode}.");
        await Visitor.TypeCodeAsync(browser, phone);
        return browser;
    }

    public static string TokenIn(string page) => Token().Match(page).Groups[1].Value;

    private static string HandlerIn(string page) => Handler().Match(page).Groups[1].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"_handler\" value=\"([^\"]+)\"")]
    private static partial Regex Handler();
}

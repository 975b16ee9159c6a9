using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Platform.Data;
using Linchpin.Tests.Modules.Sessions.Room;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Access;

/// <summary>A line that is open asks nobody whether its sign-in still holds, so somebody must.</summary>
public sealed class LiveLineTests(RoomApplication application) : IClassFixture<RoomApplication>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private WatchLiveLines Watch => application.Factory.Services.GetRequiredService<WatchLiveLines>();

    [Fact]
    public async Task Line_WhenItsSignInEnds_IsCutAtTheNextRoundAndTheClientsStays()
    {
        var session = application.Door.Open(out _, out _);
        application.Door.Admit(session);
        await using var worker = await application.EnterAsync(session, "worker");
        await using var client = await application.EnterAsync(session, "client");
        var signIn = await SignInOfAsync(worker);
        await Watch.RoundAsync(Cancel);
        Assert.False(worker.Closed);

        await InDatabaseAsync(async care =>
        {
            (await care.Set<SignInRecord>().SingleAsync(r => r.Id == signIn, Cancel)).End(SignInEnd.Administrator, TimeProvider.System.GetUtcNow());
            await care.SaveChangesAsync(Cancel);
        });
        await Watch.RoundAsync(Cancel);
        await worker.UntilAsync(l => l.Closed);
        Assert.False(client.Closed);
        Assert.True(WatchLiveLines.Every <= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Line_WhenTheStampOfItsAccountChanges_IsCut()
    {
        var session = application.Door.Open(out _, out _);
        application.Door.Admit(session);
        await using var worker = await application.EnterAsync(session, "worker");
        var signIn = await SignInOfAsync(worker);
        await InDatabaseAsync(async care =>
        {
            var owner = (await care.Set<SignInRecord>().AsNoTracking().SingleAsync(r => r.Id == signIn, Cancel)).Account;
            (await care.Set<Account>().SingleAsync(a => a.Id == owner, Cancel)).SecurityStamp = Guid.NewGuid().ToString();
            await care.SaveChangesAsync(Cancel);
        });
        await Watch.RoundAsync(Cancel);
        await worker.UntilAsync(l => l.Closed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Line_WhenItsHolderIsInTheCall_KeepsTheSignInFromGoingIdle(bool isInCall)
    {
        var session = application.Door.Open(out _, out _);
        application.Door.Admit(session);
        await using var worker = await application.EnterAsync(session, "worker");
        if (isInCall) Assert.True(await worker.CallAsync<bool>("Enter", "entry-0001", false));
        var signIn = await SignInOfAsync(worker);
        var longAgo = application.Factory.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddMinutes(-10);
        await InDatabaseAsync(care => care.Set<SignInRecord>().Where(r => r.Id == signIn).ExecuteUpdateAsync(set => set.SetProperty(r => r.ActiveAt, longAgo), Cancel));
        await Watch.RoundAsync(Cancel);
        var active = default(DateTimeOffset);
        await InDatabaseAsync(async care => active = await care.Set<SignInRecord>().Where(r => r.Id == signIn).Select(r => r.ActiveAt).SingleAsync(Cancel));
        Assert.Equal(isInCall, active > longAgo.AddMinutes(1));
    }

    // The handshake is over before the house has taken the line up; whatever is called on the line waits for that.
    private async Task<SignInId> SignInOfAsync(RoomLine worker)
    {
        Assert.True(await worker.CallAsync<bool>("Beat"));
        return application.Factory.Services.GetRequiredService<LiveLines>().Open.MaxBy(o => o.SignIn.Value).SignIn;
    }

    private async Task InDatabaseAsync(Func<CareDb, Task> work)
    {
        await using var scope = application.Factory.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<CareDb>());
    }
}

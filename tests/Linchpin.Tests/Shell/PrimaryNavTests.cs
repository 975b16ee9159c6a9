using System.Security.Claims;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Shell.Components.Icons;
using Linchpin.Shell.Layout;

namespace Linchpin.Tests.Shell;

public sealed class PrimaryNavTests
{
    internal static ClaimsPrincipal Person(params string[] roles) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "dana@demo.test"), .. roles.Select(role => new Claim(ClaimTypes.Role, role))], "test"));

    [Theory]
    [InlineData("lsw", "/today /clients /schedule")]
    [InlineData("supervisor", "/today /clients /schedule /team/supervision")]
    [InlineData("admin", "/today /clients /admin")]
    [InlineData("privacy", "/today /admin/break-glass /admin/audit")]
    [InlineData("quality", "/today")]
    public void For_WhenStaff_ShowsThePagesWhoseDoorsOpen(string role, string pages) =>
        Assert.Equal(pages, string.Join(' ', PrimaryNav.For(Person(role)).Select(item => item.Href)));

    [Fact]
    public void For_WhenInASessionByLink_IsEmpty()
    {
        var participant = Person("lsw");
        participant.AddIdentity(new ClaimsIdentity([new Claim(ActorClaims.Session, Guid.NewGuid().ToString())], "link"));
        Assert.Empty(PrimaryNav.For(participant));
    }

    [Theory]
    [InlineData("client")]
    [InlineData("partner")]
    [InlineData("a role that is not known")]
    public void For_WhenNotStaff_IsEmpty(string role)
    {
        Assert.Empty(PrimaryNav.For(Person(role)));
        Assert.False(PrimaryNav.MaySearchClients(Person(role)));
    }

    [Fact]
    public void For_WhenNobodyIsSignedIn_IsEmpty()
    {
        Assert.Empty(PrimaryNav.For(null));
        Assert.Empty(PrimaryNav.For(new ClaimsPrincipal(new ClaimsIdentity())));
        Assert.Null(PrimaryNav.DisplayName(new ClaimsPrincipal(new ClaimsIdentity())));
    }

    [Theory]
    [InlineData("/clients", "page")]
    [InlineData("/clients/7", "true")]
    [InlineData("/clientsandmore", null)]
    [InlineData("/today", null)]
    public void CurrentAt_APath_TellsThePageFromWhatLiesBelow(string path, string? current) =>
        Assert.Equal(current, new NavItem("/clients", "Clients", Glyph.People).CurrentAt(path));
}

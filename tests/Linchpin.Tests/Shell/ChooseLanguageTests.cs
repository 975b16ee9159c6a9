using Linchpin.Shell.Layout;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Linchpin.Tests.Shell;

public sealed class ChooseLanguageTests
{
    [Theory]
    [InlineData("/join/abc", "/join/abc")]
    [InlineData("//evil.example.org", "/")]
    [InlineData("/\\evil.example.org", "/")]
    [InlineData("https://evil.example.org/", "/")]
    [InlineData("/join\r\nSet-Cookie: a=b", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Handle_WhenAskedToGoBack_StaysOnThisSite(string? back, string goal)
    {
        var context = new DefaultHttpContext();
        var redirect = Assert.IsType<RedirectHttpResult>(ChooseLanguage.Handle("es", back, context).Result);
        Assert.Equal(goal, redirect.Url);
        Assert.Contains("c%3Des%7Cuic%3Des", context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Handle_WhenTheLanguageIsUnknown_IsNotFound()
    {
        var context = new DefaultHttpContext();
        Assert.IsType<NotFound>(ChooseLanguage.Handle("xx", "/", context).Result);
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);
    }

    [Fact]
    public void Link_OfAPage_CarriesNoQuery() =>
        Assert.Equal("/language/es?back=%2Fclients", ChooseLanguage.Link("es", "http://localhost/clients?q=maya"));
}

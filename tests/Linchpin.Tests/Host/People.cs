using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Linchpin.Tests.Host;

/// <summary>Somebody with a browser: their account, and a client that keeps their cookies and follows no redirect.</summary>
public sealed partial record Visitor(HttpClient Http, AccountId? Account, StaffId? Staff, ClientId? Client)
{
    public const string Password = "a long enough password";

    /// <summary>Signs in through the page, as people do; the cookie stays with <see cref="Http"/>.</summary>
    public static async Task<Visitor> SignInAsync(CareHost host, string role, StaffId? staff = null, ClientId? client = null)
    {
        if (ProgrammeRoles.Staff.Contains(role)) staff ??= new StaffId(Guid.CreateVersion7());
        if (role is ProgrammeRoles.Client or ProgrammeRoles.Alumni) client ??= new ClientId(Guid.CreateVersion7());
        var email = $"{role}-{Guid.NewGuid():N}@example.org";
        var account = await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(
            new NewAccount(email, Password, [role], "Vera Muster", staff, client), TestContext.Current.CancellationToken));
        var visitor = new Visitor(host.Browser(), account.Value, staff, client);
        var phone = ProgrammeRoles.Staff.Contains(role) ? await host.InScopeAsync(s => Phone.GiveAsync(s, account.Value)) : null;
        var answer = await visitor.TrySignInAsync(email, Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        if (phone is not null) await visitor.TypeCodeAsync(phone);
        return visitor;
    }

    public static Visitor Stranger(CareHost host) => new(host.Browser(), null, null, null);

    /// <summary>Somebody who came by a join link. The ticket is sealed with the application's own keys, as the join page seals it.</summary>
    public static Visitor Participant(CareHost host, SessionId session, ClientId client)
    {
        var actor = Actor.Participant(session, client, Guid.NewGuid(), Zone.Default, Doors.JoinScheme);
        var options = host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Doors.JoinScheme);
        var properties = new AuthenticationProperties { IssuedUtc = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()) };
        properties.ExpiresUtc = properties.IssuedUtc + TimeSpan.FromHours(1);
        var sealedTicket = options.TicketDataFormat.Protect(new AuthenticationTicket(actor.Principal, properties, Doors.JoinScheme));
        var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("Cookie", $"{options.Cookie.Name}={sealedTicket}");
        return new Visitor(browser, null, null, client);
    }

    public async Task<HttpResponseMessage> TrySignInAsync(string email, string password, string page = "/sign-in") =>
        await PostAsync(page, await FormAsync(page), new() { ["Input.Email"] = email, ["Input.Password"] = password });

    /// <summary>The second step, after a right password.</summary>
    public async Task TypeCodeAsync(Phone phone)
    {
        using var answer = await TryCodeAsync(phone.Code());
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    /// <summary>A whole sign-in of staff: the password, then a code of a phone that they have just set up. Answers what the second step answered.</summary>
    public async Task<HttpResponseMessage> EnterAsync(CareHost host, string email)
    {
        var phone = await host.InScopeAsync(s => Phone.GiveAsync(s, email));
        using (var first = await TrySignInAsync(email, Password)) Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var entered = await TryCodeAsync(phone.Code());
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        return entered;
    }

    public async Task<HttpResponseMessage> TryCodeAsync(string code) =>
        await PostAsync("/sign-in/second-step", await FormAsync("/sign-in/second-step"), new() { ["Input.Code"] = code });

    /// <summary>The second step in a browser whose owner typed the password already.</summary>
    public static Task TypeCodeAsync(HttpClient browser, Phone phone) => new Visitor(browser, null, null, null).TypeCodeAsync(phone);

    /// <summary>Asks as a browser asks for a page.</summary>
    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, bool html = true)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (html) request.Headers.Accept.ParseAdd("text/html");
        // An event stream never ends: what matters here is how it begins.
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The hidden fields of the first form on a page that has a token: its name and its antiforgery token.</summary>
    public async Task<Dictionary<string, string>> FormAsync(string page)
    {
        using var response = await GetAsync(page);
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var form = Form().Matches(html).Select(f => f.Value).FirstOrDefault(f => f.Contains("__RequestVerificationToken", StringComparison.Ordinal)) ?? "";
        return Hidden().Matches(form).Select(m => (Name: Attribute("name", m.Value), Value: Attribute("value", m.Value)))
            .Where(f => f.Name.Length > 0).DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
    }

    public Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> hidden, Dictionary<string, string> fields) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(hidden.Concat(fields)));

    private static string Attribute(string name, string tag) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex Hidden();
}

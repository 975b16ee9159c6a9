using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

/// <summary>A browser in which somebody signed in as people do: through the form.</summary>
internal static class SignedIn
{
    private const string Password = "a long enough password";
    private const RegexOptions Plainly = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.Singleline;
    private static readonly Regex Forms = new("<form.*?</form>", Plainly);
    private static readonly Regex Inputs = new("<input[^>]*>", Plainly);
    private static readonly Regex Selects = new("<select[^>]*>.*?</select>", Plainly);
    private static readonly Regex Selected = new("<option value=\"(?<value>[^\"]*)\"[^>]* selected", Plainly);
    private static readonly Regex Areas = new("<textarea[^>]*>(?<text>.*?)</textarea>", Plainly);
    private static readonly Regex Attributes = new("\\s(?<name>[a-z-]+)=\"(?<value>[^\"]*)\"", Plainly);

    public static Task<HttpClient> WorkerAsync(CareHost host, StaffId staff, string role = ProgrammeRoles.Lsw) => AsAsync(host, role, staff, null);

    public static Task<HttpClient> ClientAsync(CareHost host, ClientId client) => AsAsync(host, ProgrammeRoles.Client, null, client);

    /// <summary>Fills the form that <paramref name="path"/> shows, changing <paramref name="changes"/>, and posts it.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(this HttpClient browser, string path, string handler, params (string Name, string? Value)[] changes) =>
        await browser.PostFieldsAsync(path, await browser.FieldsAsync(path, handler), changes);

    /// <summary>Posts fields that were read earlier.</summary>
    public static Task<HttpResponseMessage> PostFieldsAsync(
        this HttpClient browser, string path, IReadOnlyDictionary<string, string> fields, params (string Name, string? Value)[] changes)
    {
        var posted = fields.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in changes) posted[name] = value ?? "";
        return browser.PostAsync(path, new FormUrlEncodedContent(posted));
    }

    public static async Task<Dictionary<string, string>> FieldsAsync(this HttpClient browser, string path, string handler) =>
        Fields(await browser.GetStringAsync(path), handler);

    /// <summary>What a browser would send of the form whose handler has that name.</summary>
    public static Dictionary<string, string> Fields(string page, string handler) =>
        FieldsOf(Forms.Matches(page).Select(m => m.Value).Single(f => f.Contains($"value=\"{handler}\"", StringComparison.Ordinal)));

    /// <summary>What a browser would send of a form.</summary>
    public static Dictionary<string, string> FieldsOf(string form)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (Match input in Inputs.Matches(form))
        {
            if (Attribute(input.Value, "name") is not { } name) continue;
            var isChoice = input.Value.Contains("type=\"radio\"", StringComparison.Ordinal) || input.Value.Contains("type=\"checkbox\"", StringComparison.Ordinal);
            if (isChoice && !input.Value.Contains(" checked", StringComparison.Ordinal)) continue;
            fields[name] = Attribute(input.Value, "value") ?? "";
        }

        foreach (Match select in Selects.Matches(form).Where(s => Attribute(s.Value, "name") is not null))
            fields[Attribute(select.Value, "name")!] = Selected.Match(select.Value) is { Success: true } chosen ? WebUtility.HtmlDecode(chosen.Groups["value"].Value) : "";
        foreach (Match area in Areas.Matches(form).Where(a => Attribute(a.Value, "name") is not null)) fields[Attribute(area.Value, "name")!] = WebUtility.HtmlDecode(area.Groups["text"].Value);
        return fields;
    }

    private static async Task<HttpClient> AsAsync(CareHost host, string role, StaffId? staff, ClientId? client)
    {
        var email = $"{Guid.CreateVersion7():N}@demo.test";
        var phone = await host.InScopeAsync(async services =>
        {
            var made = await services.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Password, [role], "Test Person", staff, client), default);
            Assert.True(made.IsOk);
            return staff is null ? null : await Phone.GiveAsync(services, made.Value);
        });
        var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        var entered = await browser.PostFormAsync("/sign-in", "sign-in", ("Input.Email", email), ("Input.Password", Password));
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        if (phone is not null) await Visitor.TypeCodeAsync(browser, phone);
        return browser;
    }

    private static string? Attribute(string tag, string name) =>
        Attributes.Matches(tag).FirstOrDefault(m => m.Groups["name"].Value == name) is { } found ? WebUtility.HtmlDecode(found.Groups["value"].Value) : null;
}

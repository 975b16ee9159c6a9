using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Addresses;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Devices;
using Linchpin.Modules.People.EditClient;
using Linchpin.Modules.People.EmergencyContacts;
using Linchpin.Modules.People.ImportPeople.EnterRows;
using Linchpin.Modules.People.ImportPeople.ReadSheet;
using Linchpin.Modules.People.Insurance;
using Linchpin.Modules.People.LivingSituations;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.People.SafeContact;
using Linchpin.Modules.People.Supporters;
using Linchpin.Tests.Modules.People;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Linchpin.Tests.Host;

/// <summary>A word that stands nowhere else in every field about a person; afterwards it stands on their pages and in no log, no address and no subject of a letter.</summary>
public abstract partial class CanaryTests(CareHost host)
{
    private static readonly Type[] Forms = [typeof(RegisterClientForm), typeof(EditClientForm), typeof(EmergencyContactForm), typeof(LivingForm), typeof(AddressForm), typeof(SupporterForm), typeof(ConnectionForm), typeof(CoverageForm)];

    /// <summary>Fields that take only certain words, with one that is right; null is left as the page shows it. Whatever is not here gets a canary.</summary>
    private static readonly Dictionary<string, string?> Held = new(StringComparer.Ordinal)
    {
        ["Language"] = "en", ["TimeZone"] = "America/Chicago", ["Phone1"] = "(410) 555-0173", ["Phone1Use"] = "Mobile", ["Phone2"] = "(410) 555-0174", ["Phone2Use"] = "Home",
        ["Phone3"] = "(410) 555-0175", ["Phone3Use"] = "Work", ["Preferred"] = "Email1", ["HomeState"] = "MD", ["HomePostalCode"] = "21299", ["LivingCode"] = null, ["HudCode"] = null,
        ["ContactPhone"] = "(410) 555-0176", ["Phone"] = "(410) 555-0177", ["Shown"] = null, ["Use"] = "Home", ["Type"] = "Both", ["State"] = "MD", ["Relation"] = "Parent", ["Days"] = "All", ["Same"] = "new", ["Authority"] = "Parent", ["Ownership"] = "Shared", ["HolderRelation"] = "Spouse", ["PostalCode"] = "21298",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Forms_WhenTheyTakeWordsAboutAClient_AreWalkedByThisClass()
    {
        var forms = typeof(Program).Assembly.GetTypes().Where(t => t.Namespace?.StartsWith("Linchpin.Modules.People.", StringComparison.Ordinal) == true
            && t.GetCustomAttributesData().Any(a => a.AttributeType.Name == "ValidatableTypeAttribute") && !t.Namespace.Contains(".Staff", StringComparison.Ordinal) && !t.Namespace.Contains(".Licence", StringComparison.Ordinal));
        Assert.Equal(Forms.Concat([typeof(ClientForm), typeof(SafeContactForm), typeof(ChannelForm), typeof(UploadForm), typeof(MapForm), typeof(TakeForm)]).Select(f => f.Name).Order(StringComparer.Ordinal), forms.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Empty(Held.Keys.Except(Forms.SelectMany(Words).Select(p => p.Name), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Walk_WhenEveryFieldHoldsACanary_LeavesNoneInLogsAddressesOrSubjects()
    {
        var logs = new Logs();
        await using var application = host.With(services =>
        {
            services.AddSingleton<ILoggerProvider>(logs);
            services.PostConfigure<LoggerFilterOptions>(options =>
            {
                options.MinLevel = LogLevel.Trace;
                options.Rules.Clear();
                // Only our own ear hears everything; the screen stays as it was.
                options.Rules.Add(new LoggerFilterRule(typeof(Logs).FullName, null, LogLevel.Trace, null));
                options.Rules.Add(new LoggerFilterRule(null, null, LogLevel.Critical, null));
            });
        });
        var watch = new Addresses();
        var worker = PeopleFixtures.NewWorker();
        var phone = await host.InScopeAsync(async s => await Phone.GiveAsync(
            s, (await s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(EmailOf(worker), Visitor.Password, [ProgrammeRoles.Lsw], "Test Person", worker), Cancel)).Value));
        using var browser = application.CreateDefaultClient(new Uri("https://localhost"), watch, new CookieContainerHandler());
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        await EnterAsync(browser, worker);
        await Visitor.TypeCodeAsync(browser, phone);

        List<string> canaries = [];
        var email = $"canary{Guid.NewGuid():N}@example.org";
        // Registered, changed, with another contact and another home; refused once on the way, because refusals tell what was typed.
        await RefusedAsync(browser, "/clients/new", "register-client", Fill(typeof(RegisterClientForm), canaries, email), ("Input.BirthDate", "2190-01-01"));
        var client = await SavedAsync(browser, "/clients/new", "register-client", Fill(typeof(RegisterClientForm), canaries, email));
        var chart = $"/clients/{Id().Match(client).Value}";
        await SavedAsync(browser, chart + "/edit", "edit-client", Fill(typeof(EditClientForm), canaries, email));
        await SavedAsync(browser, chart + "/emergency-contacts/new", "keep-contact", Fill(typeof(EmergencyContactForm), canaries, email));
        await SavedAsync(browser, chart + "/living-situations/new", "record-living", Fill(typeof(LivingForm), canaries, email));
        await SavedAsync(browser, chart + "/addresses/new", "record-address", Fill(typeof(AddressForm), canaries, email));
        var supporter = Fill(typeof(SupporterForm), canaries, email);
        supporter["Input.HasRelease"] = "true";
        await SavedAsync(browser, chart + "/supporters/new", "keep-supporter", supporter);
        // They are invited too; the link to it stands on the chart.
        var standsBy = StandsBy().Match(await browser.GetStringAsync(chart, Cancel)).Value;
        await SavedAsync(browser, $"{chart}/{standsBy}", "invite", new(StringComparer.Ordinal) { ["Input.Email"] = "third" + email, ["Do"] = "invite" });
        await SavedAsync(browser, chart + "/devices", "record-devices", Fill(typeof(ConnectionForm), canaries, email));
        await SavedAsync(browser, chart + "/insurance/new", "keep-coverage", Fill(typeof(CoverageForm), canaries, email));
        // What is safe: its fields stand in groups, one for each way to be reached.
        string[] agreed = [Canary(canaries), Canary(canaries)];
        await SavedAsync(browser, chart + "/safe-contact", "safe-contact", new(StringComparer.Ordinal)
        {
            ["Input.InterpreterLanguage"] = "es", ["Input.InterpreterNote"] = agreed[0], ["Input.Channels[0].Standing"] = "agreed", ["Input.Channels[0].Note"] = agreed[1],
        });
        var shown = await browser.GetStringAsync(chart, Cancel);
        Assert.All(agreed, c => Assert.Contains(c, shown, StringComparison.Ordinal));
        Assert.Contains(canaries, c => shown.Contains(c, StringComparison.Ordinal));
        foreach (var address in await ImportAsync(application, canaries)) watch.Seen.Enqueue(address);
        // Put away and taken out again, and what the client themself writes.
        string[] said = [Canary(canaries), Canary(canaries), Canary(canaries), Canary(canaries), Canary(canaries)];
        await SavedAsync(browser, chart + "/archive", "archive-client", new(StringComparer.Ordinal) { ["ArchiveReason"] = said[0] });
        await SavedAsync(browser, chart + "/archive", "restore-client", new(StringComparer.Ordinal) { ["RestoreReason"] = said[1] });
        var ownWatch = new Addresses();
        using var own = application.CreateDefaultClient(new Uri("https://localhost"), ownWatch, new CookieContainerHandler());
        own.DefaultRequestHeaders.Add("Accept", "text/html");
        var ownEmail = $"canary-client-{Guid.NewGuid():N}@demo.test";
        await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(
            new NewAccount(ownEmail, Visitor.Password, [ProgrammeRoles.Client], "Test Client", null, new ClientId(Guid.Parse(Id().Match(client).Value))), Cancel));
        using (var entered = await own.PostFieldsAsync("/sign-in", await own.FieldsAsync("/sign-in", "sign-in"), ("Input.Email", ownEmail), ("Input.Password", Visitor.Password))) Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        var request = await SavedAsync(own, "/me/corrections/new", "ask-correction", new(StringComparer.Ordinal) { ["Wrong"] = said[2], ["ShouldSay"] = said[3] });
        var asked = $"{chart}/corrections/{Id().Match(request).Value}";
        Assert.Contains(said[2], await browser.GetStringAsync(asked, Cancel), StringComparison.Ordinal);
        await SavedAsync(browser, asked, "accept-correction", new(StringComparer.Ordinal) { ["Changed"] = said[4] });
        Assert.Contains(said[4], await own.GetStringAsync(request, Cancel), StringComparison.Ordinal);
        // The canaries are found by a search, and a session is booked: its letter goes out.
        await SavedAsync(browser, "/clients", null, new() { ["q"] = canaries[0] }, "/clients/find");
        await browser.GetStringAsync(watch.LastLocation, Cancel);
        await new ScheduleDesk(host).BookAsync(new ClientId(Guid.Parse(Id().Match(client).Value)), worker);
        foreach (var page in new[] { "/today", "/clients", "/schedule", chart + "/who-opened", chart + "/edit", chart + "/addresses", chart + "/insurance", chart + "/legal-holds", "/no-such-page" }) using (await browser.GetAsync(page, Cancel)) { }

        var letters = await PostOffice.SoonAsync(() => Task.FromResult(Letters(email)), found => found.Count > 0);
        letters = [.. letters, .. await PostOffice.SoonAsync(() => Task.FromResult(Letters("third" + email)), found => found.Count > 0)];
        canaries.Add(email[..email.IndexOf('@', StringComparison.Ordinal)]);
        canaries.AddRange(Held.Where(h => h.Key.Contains("Phone", StringComparison.Ordinal) && h.Value!.Contains("555", StringComparison.Ordinal)).SelectMany(h => new[] { h.Value!, Digits(h.Value!) }));
        Assert.True(canaries.Count > 15 && logs.Lines.Count > 100, "Nothing was walked.");
        AssertNone(canaries, logs.Lines, "a log");
        AssertNone(canaries, watch.Seen.Concat(ownWatch.Seen), "an address");
        AssertNone(canaries, letters.Select(l => l.Subject ?? ""), "a subject");
    }

    /// <summary>An administrator brings a table of people, has a row refused, imports the other, downloads what was left out and takes it back. Answers every address on the way.</summary>
    private async Task<IEnumerable<string>> ImportAsync(WebApplicationFactory<Program> application, List<string> canaries)
    {
        var (watch, admin) = (new Addresses(), PeopleFixtures.NewWorker());
        var phone = await host.InScopeAsync(async s => await Phone.GiveAsync(
            s, (await s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(EmailOf(admin), Visitor.Password, [ProgrammeRoles.Admin], "Test Person", admin), Cancel)).Value));
        var colleague = await new ImportDesk(host).WorkerAsync();
        using var browser = application.CreateDefaultClient(new Uri("https://localhost"), watch, new CookieContainerHandler());
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        await EnterAsync(browser, admin);
        await Visitor.TypeCodeAsync(browser, phone);
        string[] rows = [.. Enumerable.Range(0, 2).Select(i => $"{Canary(canaries)},{Canary(canaries)},{(i == 0 ? "1990-01-02" : Canary(canaries))},{Canary(canaries)}@example.org")];
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in (await browser.FieldsAsync("/admin/imports/new/clients", "upload")).Where(f => f.Key != "Input.File")) form.Add(new StringContent(value), name);
        form.Add(new StringContent($"First name,Last name,DOB,E-mail\n{string.Join('\n', rows)}\n"), "Input.File", Canary(canaries) + ".csv");
        using (var uploaded = await browser.PostAsync("/admin/imports/new/clients", form, Cancel)) Assert.Equal(HttpStatusCode.Redirect, uploaded.StatusCode);
        var columns = watch.LastLocation;
        await SavedAsync(browser, columns, "map-columns", new(StringComparer.Ordinal) { ["Input.Worker"] = colleague.Id.ToString() });
        var import = watch.LastLocation;
        Assert.Contains(canaries[^4], await browser.GetStringAsync(import, Cancel), StringComparison.Ordinal);
        await SavedAsync(browser, import, "import", new(StringComparer.Ordinal) { ["Do"] = "take" });
        using (var file = await PostAsync(browser, import, null, [], import + "/left-out")) Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        await SavedAsync(browser, import, "import", new(StringComparer.Ordinal) { ["Do"] = "take-back" });
        using (await browser.GetAsync("/admin/imports", Cancel)) { }
        return watch.Seen;
    }

    private static void AssertNone(IEnumerable<string> canaries, IEnumerable<string> texts, string where)
    {
        var found = texts.SelectMany(text => canaries.Where(c => text.Contains(c, StringComparison.OrdinalIgnoreCase)).Select(c => $"{c} stands in {where}: {(text.Length > 300 ? text[..300] : text)}")).Distinct(StringComparer.Ordinal).Take(10).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));

    private static IEnumerable<PropertyInfo> Words(Type form) => form.GetProperties().Where(p => p.PropertyType == typeof(string));

    private static Dictionary<string, string> Fill(Type form, List<string> canaries, string email)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var property in Words(form))
        {
            if (Held.TryGetValue(property.Name, out var held))
            {
                if (held is not null) fields["Input." + property.Name] = held;
                continue;
            }

            if (property.Name.StartsWith("Email", StringComparison.Ordinal))
            {
                fields["Input." + property.Name] = property.Name == "Email1" ? email : "second" + email;
                continue;
            }

            fields["Input." + property.Name] = Canary(canaries);
        }

        return fields;
    }

    private static string Canary(List<string> canaries)
    {
        canaries.Add("Canary" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]);
        return canaries[^1];
    }

    private static async Task EnterAsync(HttpClient browser, StaffId worker)
    {
        var fields = await browser.FieldsAsync("/sign-in", "sign-in");
        using var entered = await browser.PostFieldsAsync("/sign-in", fields, ("Input.Email", EmailOf(worker)), ("Input.Password", Visitor.Password));
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
    }

    private static string EmailOf(StaffId worker) => $"canary-worker-{worker}@demo.test";

    private static async Task<string> SavedAsync(HttpClient browser, string page, string? handler, Dictionary<string, string> fields, string? action = null)
    {
        using var done = await PostAsync(browser, page, handler, fields, action);
        Assert.True(done.StatusCode == HttpStatusCode.Redirect, $"{page}: {(int)done.StatusCode} {string.Join("; ", Refusals().Matches(await done.Content.ReadAsStringAsync(Cancel)).Select(m => m.Groups["text"].Value))}");
        return done.Headers.Location!.ToString();
    }

    private static async Task RefusedAsync(HttpClient browser, string page, string handler, Dictionary<string, string> fields, (string Name, string Value) wrong)
    {
        fields[wrong.Name] = wrong.Value;
        using var done = await PostAsync(browser, page, handler, fields, null);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string? handler, Dictionary<string, string> fields, string? action)
    {
        var html = await browser.GetStringAsync(page, Cancel);
        var posted = handler is null
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["__RequestVerificationToken"] = Token().Match(html).Groups["value"].Value }
            : SignedIn.Fields(html, handler);
        foreach (var (name, value) in fields) posted[name] = value;
        // Choices are left at the first that the page offers.
        foreach (var name in (string[])["Input.LivingCode", "Input.HudCode"])
            if (posted.TryGetValue(name, out var chosen) && chosen.Length == 0) posted[name] = "116";
        if (posted.TryGetValue("Input.LivingFrom", out var from) && from.Length == 0) posted["Input.LivingFrom"] = "2026-02-01";
        if (posted.TryGetValue("Input.From", out from) && from.Length == 0) posted["Input.From"] = "2026-03-01";
        return await browser.PostAsync(action ?? page, new FormUrlEncodedContent(posted), Cancel);
    }

    private List<MimeMessage> Letters(string address)
    {
        var folder = Path.Combine(host.DataFolder, "mail");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.eml").Select(f => MimeMessage.Load(f, Cancel)).Where(m => m.To.Mailboxes.Any(to => to.Address == address))] : [];
    }

    /// <summary>Hears every logger at every level, with what is in an exception.</summary>
    private sealed class Logs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Lines.Enqueue("scope: " + state);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel} {eventId}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }

    /// <summary>Every address that was asked for, was led to, or stands in a page.</summary>
    private sealed partial class Addresses : DelegatingHandler
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public string LastLocation { get; private set; } = "/";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen.Enqueue(request.RequestUri!.ToString());
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.Location is { } location) Seen.Enqueue(LastLocation = location.ToString());
            foreach (Match link in Links().Matches(await response.Content.ReadAsStringAsync(cancellationToken)))
                if (!link.Groups["to"].Value.StartsWith("tel:", StringComparison.Ordinal) && !link.Groups["to"].Value.StartsWith("mailto:", StringComparison.Ordinal)) Seen.Enqueue(WebUtility.HtmlDecode(link.Groups["to"].Value));
            return response;
        }

        [GeneratedRegex("(href|src|action|hx-get|hx-post)=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture)]
        private static partial Regex Links();
    }

    [GeneratedRegex("supporters/[0-9a-f-]{36}/invitation")]
    private static partial Regex StandsBy();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("class=\"field-error\"[^>]*>(?<text>.*?)</p>", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Refusals();

    public sealed class OnSqlite(SqliteHost host) : CanaryTests(host);

    public sealed class OnPostgres(PostgresHost host) : CanaryTests(host);
}

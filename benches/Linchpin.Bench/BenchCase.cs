using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Linchpin.Demo;

namespace Linchpin.Bench;

/// <summary>One thing that people do all day, and the same rows by hand.</summary>
internal abstract partial class BenchCase
{
    public abstract string Name { get; }

    /// <summary>What it is held to.</summary>
    public abstract Reach Reach { get; }

    /// <summary>Signs a user in and answers what this user does again and again.</summary>
    public abstract Task<Func<CancellationToken, Task>> PrepareAsync(Visitor visitor, int user, CancellationToken cancel);

    /// <summary>The same for the baseline, which knows no sign-in: it is told who asks.</summary>
    public abstract Task<Func<CancellationToken, Task>> PrepareBaselineAsync(Visitor visitor, Caseload caseload, int user, CancellationToken cancel);

    public static IReadOnlyList<BenchCase> All { get; } = [new TodayCase(), new SearchCase(), new ChartCase(), new NoteCase()];

    // Each user works in another programme.
    private protected static int Programme(int user) => (user * 25) + 3;

    private protected static Task SignInAsync(Visitor visitor, string role, int programme, CancellationToken cancel) =>
        visitor.SignInAsync(Caseload.Email(role, programme), DemoProgramme.DefaultPassword, cancel);

    // A short answer would be a page of excuses.
    private protected static void Expect(int length, int least, string what)
    {
        if (length < least) throw new InvalidOperationException($"{what} answered with {length} bytes.");
    }
}

/// <param name="Ratio">Least share of the baseline's requests a second; null where none is asked.</param>
/// <param name="P99">Most milliseconds that 99 of 100 requests may take; null where none is asked.</param>
internal sealed record Reach(double? Ratio, double? P99);

/// <summary>A social worker's day.</summary>
internal sealed class TodayCase : BenchCase
{
    public override string Name => "today";

    public override Reach Reach => new(0.4, 50);

    public override async Task<Func<CancellationToken, Task>> PrepareAsync(Visitor visitor, int user, CancellationToken cancel)
    {
        await SignInAsync(visitor, "lsw", Programme(user), cancel);
        return async token => Expect(await visitor.FetchAsync("/today", token), 8000, Name);
    }

    public override async Task<Func<CancellationToken, Task>> PrepareBaselineAsync(Visitor visitor, Caseload caseload, int user, CancellationToken cancel)
    {
        var staff = await caseload.StaffAsync("lsw", Programme(user), cancel);
        return async token => Expect(await visitor.FetchAsync($"/today/{staff}", token), 1000, Name);
    }
}

/// <summary>Finding a client by a part of a name; half of the users are supervisors who reach hundreds.</summary>
internal sealed class SearchCase : BenchCase
{
    private static readonly string[] Words = ["barand", "nes", "ro", "loth", "ma", "teddy", "kerart", "302", "imani", "sath"];

    public override string Name => "search";

    public override Reach Reach => new(null, 20);

    public override async Task<Func<CancellationToken, Task>> PrepareAsync(Visitor visitor, int user, CancellationToken cancel)
    {
        await SignInAsync(visitor, Role(user), Place(user), cancel);
        var turn = user;
        return async token => Expect(await visitor.FetchAsync("/clients?q=" + Words[turn++ % Words.Length], token), 4000, Name);
    }

    public override async Task<Func<CancellationToken, Task>> PrepareBaselineAsync(Visitor visitor, Caseload caseload, int user, CancellationToken cancel)
    {
        var staff = await caseload.StaffAsync(Role(user), Place(user), cancel);
        var turn = user;
        return async token => Expect(await visitor.FetchAsync($"/search/{staff}?q={Words[turn++ % Words.Length]}", token), 1, Name);
    }

    private static string Role(int user) => user % 2 == 0 ? "supervisor" : "lsw";

    private static int Place(int user) => user % 2 == 0 ? user % Caseload.Supervisors : Programme(user);
}

/// <summary>Opening one chart after another.</summary>
internal sealed partial class ChartCase : BenchCase
{
    public override string Name => "chart";

    public override Reach Reach => new(0.4, 50);

    public override async Task<Func<CancellationToken, Task>> PrepareAsync(Visitor visitor, int user, CancellationToken cancel)
    {
        await SignInAsync(visitor, "lsw", Programme(user), cancel);
        List<string> charts = [.. ChartLink().Matches(await visitor.PageAsync("/clients", cancel)).Select(m => m.Groups["path"].Value).Distinct()];
        if (charts.Count < 5) throw new InvalidOperationException("The caseload of the user is too small to measure.");
        var turn = user;
        return async token => Expect(await visitor.FetchAsync(charts[turn++ % charts.Count], token), 15_000, Name);
    }

    public override async Task<Func<CancellationToken, Task>> PrepareBaselineAsync(Visitor visitor, Caseload caseload, int user, CancellationToken cancel)
    {
        var staff = await caseload.StaffAsync("lsw", Programme(user), cancel);
        var clients = await caseload.ClientsOfAsync(staff, cancel);
        var turn = user;
        return async token => Expect(await visitor.FetchAsync($"/chart/{staff}/{clients[turn++ % clients.Count]}", token), 1000, Name);
    }

    [GeneratedRegex("href=\"(?<path>/clients/[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture)]
    private static partial Regex ChartLink();
}

/// <summary>Saving a note while it is typed: a changed row, its audit entry in the chain, and a commit that survives a power cut.</summary>
internal sealed partial class NoteCase : BenchCase
{
    public override string Name => "note";

    public override Reach Reach => new(null, null);

    public override async Task<Func<CancellationToken, Task>> PrepareAsync(Visitor visitor, int user, CancellationToken cancel)
    {
        await SignInAsync(visitor, "lsw", Programme(user), cancel);
        var link = NoteLink().Match(await visitor.PageAsync("/today", cancel));
        if (!link.Success) throw new InvalidOperationException("The user has no note to write.");
        var path = link.Groups["path"].Value;
        var page = await visitor.PageAsync(path, cancel);
        var token = Visitor.TokenIn(page);
        var (revision, window, sequence) = (int.Parse(Revision().Match(page).Groups["number"].Value, CultureInfo.InvariantCulture), Guid.NewGuid(), 0);
        return async stop =>
        {
            var json = JsonSerializer.Serialize(
                new { revision, window, sequence = ++sequence, sections = new[] { new { key = "data", text = NoteText.Of(sequence) } } }, JsonSerializerOptions.Web);
            var length = await visitor.PostJsonAsync(path + "/draft", json, token, stop);
            revision = JsonDocument.Parse(visitor.LastAnswer(length)).RootElement.GetProperty("revision").GetInt32();
        };
    }

    public override async Task<Func<CancellationToken, Task>> PrepareBaselineAsync(Visitor visitor, Caseload caseload, int user, CancellationToken cancel)
    {
        var staff = await caseload.StaffAsync("lsw", Programme(user), cancel);
        var note = await caseload.DraftOfAsync(staff, cancel);
        var sequence = 0;
        return async stop => Expect(
            await visitor.PostJsonAsync($"/note/{staff}/{note}", JsonSerializer.Serialize(new { text = NoteText.Of(++sequence) }, JsonSerializerOptions.Web), null, stop), 1, Name);
    }

    [GeneratedRegex("href=\"(?<path>/sessions/[0-9a-f-]{36}/note)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex NoteLink();

    [GeneratedRegex("name=\"Input.Revision\"[^>]* value=\"(?<number>[0-9]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Revision();
}

/// <summary>About a page of a note, never twice the same.</summary>
internal static class NoteText
{
    private static readonly string Body = string.Concat(Enumerable.Repeat("Client spoke of the week, of the room that is cold at night and of the call to the landlord. ", 14));

    public static string Of(int sequence) => FormattableString.Invariant($"{Body}Written {sequence} times.");
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Linchpin.Bench;

/// <summary>One of the users at the same time: a connection, the cookies of a sign-in, and no thinking between requests.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public Visitor(Uri address) => _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 1 }) { BaseAddress = address };

    /// <summary>Signs in through the form, as a person does.</summary>
    public async Task SignInAsync(string email, string password, CancellationToken cancel)
    {
        var page = await PageAsync("/sign-in", cancel);
        using var request = Request(HttpMethod.Post, "/sign-in");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = TokenIn(page), ["_handler"] = "sign-in", ["Input.Email"] = email, ["Input.Password"] = password,
        });
        using var answer = await _http.SendAsync(request, cancel);
        Keep(answer);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"{email} can't sign in: {(int)answer.StatusCode}.");
    }

    /// <summary>A page's text; anything but 200 is a failure.</summary>
    public async Task<string> PageAsync(string path, CancellationToken cancel)
    {
        using var request = Request(HttpMethod.Get, path);
        using var answer = await _http.SendAsync(request, cancel);
        Keep(answer);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync(cancel);
    }

    /// <summary>Fetches and reads to the end without looking; the answer is its length in bytes.</summary>
    public Task<int> FetchAsync(string path, CancellationToken cancel) => SendAsync(Request(HttpMethod.Get, path), cancel);

    public Task<int> PostJsonAsync(string path, string json, string? token, CancellationToken cancel)
    {
        var request = Request(HttpMethod.Post, path);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Add("RequestVerificationToken", token);
        return SendAsync(request, cancel);
    }

    public Task<int> PostFormAsync(string path, KeyValuePair<string, string>[] fields, CancellationToken cancel)
    {
        var request = Request(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields);
        return SendAsync(request, cancel);
    }

    /// <summary>The last answer of <see cref="FetchAsync"/> or <see cref="PostJsonAsync"/>.</summary>
    public string LastAnswer(int length) => Encoding.UTF8.GetString(_buffer, 0, Math.Min(length, _buffer.Length));

    public void Dispose() => _http.Dispose();

    public static string TokenIn(string page) => WebUtility.HtmlDecode(Token().Match(page) is { Success: true } found ? found.Groups["token"].Value : throw new InvalidOperationException("The page has no form."));

    private async Task<int> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var sent = request;
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        // A sign-in is renewed now and then; a browser would keep the new cookie too.
        Keep(answer);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{request.RequestUri}: {(int)answer.StatusCode}.");
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var length = 0;
        while (await body.ReadAsync(length < _buffer.Length ? _buffer.AsMemory(length) : _buffer, cancel) is var read && read > 0) length += read;
        return length;
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Accept", "text/html, application/json");
        if (_cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        return request;
    }

    // The cookies are for TLS or for localhost in a browser; a cookie container would not send them over plain HTTP.
    private void Keep(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var set)) return;
        foreach (var cookie in set.Select(c => c.Split(';')[0].Split('=', 2))) _cookies[cookie[0]] = cookie[1];
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"(?<token>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}

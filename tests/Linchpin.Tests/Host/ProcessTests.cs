using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Linchpin.Tests.Host;

/// <summary>The real process: what it says when it can't start, and what its verbs answer. Says one clear sentence, never a stack trace.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-process-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_WhenThePortIsBusy_SaysSoInOneSentence()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        var (code, output, error) = await RunAsync("--port", $"{port}", "--data", _folder, "--no-demo");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"http://localhost:{port} is already in use", AssertOneLine(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheDataFolderCannotBeWritten_SaysSoInOneSentence()
    {
        var file = Path.Combine(_folder, "a-file");
        await File.WriteAllTextAsync(file, "", Cancel);
        var data = Path.Combine(file, "data"); // even root can't make a folder below a file
        var (code, _, error) = await RunAsync("--port", $"{PostgresServer.FreePort()}", "--data", data);
        Assert.Equal(1, code);
        var line = AssertOneLine(error);
        Assert.Contains(data, line, StringComparison.Ordinal);
        Assert.Contains("--data", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "many", "--port")]
    [InlineData("--Database:Provider=oracle", null, "Database__Provider")]
    [InlineData("--Database:Provider=postgres", null, "ConnectionStrings__Care")]
    [InlineData("--Mail:Smtp=mail.example.org", null, "Mail__Smtp")]
    [InlineData("--ConnectionStrings:Care=Data Source=/proc/no/such.db", null, "ConnectionStrings__Care")]
    [InlineData("--ConnectionStrings:Care=Dtaa Source=x", null, "ConnectionStrings__Care")]
    [InlineData("--Mail:From=nonsense", null, "Mail__From")]
    [InlineData("--Mail:Smtp=smtp://", null, "Mail__Smtp")]
    [InlineData("--Demo:Load=maybe", null, "Demo__Load")]
    [InlineData("--Pdf:Chromium=/no/such", null, "Pdf__Chromium")]
    [InlineData("--Programme:TimeZone=Mars/Base", null, "Programme__TimeZone")]
    public async Task Start_WhenASettingIsWrong_NamesIt(string argument, string? value, string names)
    {
        string[] wrong = value is null ? [argument] : [argument, value];
        var (code, _, error) = await RunAsync([.. wrong, "--data", _folder]);
        Assert.Equal(1, code);
        Assert.Contains(names, AssertOneLine(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenThePostgresConnectionIsMistyped_NamesItAndKeepsThePassword()
    {
        var (code, output, error) = await RunAsync("--Database:Provider=postgres", "--ConnectionStrings:Care=Hsot=localhost;Password=canary", "--data", _folder);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("ConnectionStrings__Care", AssertOneLine(error), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prot", "5184")]
    [InlineData("--nodemo")]
    [InlineData("--port")]
    [InlineData("-p", "5184")]
    public async Task Start_WhenAnOptionIsMistyped_ExitsWithTwoAndTheUsage(params string[] words)
    {
        var (code, _, error) = await RunAsync([.. words]);
        Assert.Equal(2, code);
        Assert.Contains($"'{words[0]}'", AssertOneLine(error), StringComparison.Ordinal);
        Assert.Contains("Usage: ./run", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheDataFolderIsOpenToOthers_ShutsItAndWhatIsInIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode open = (UnixFileMode)0b111_101_101;
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data"));
        File.SetUnixFileMode(data.FullName, open);
        Directory.CreateDirectory(Path.Combine(data.FullName, "mail"));
        File.SetUnixFileMode(Path.Combine(data.FullName, "mail"), open);
        Assert.Equal(0, (await RunAsync("audit", "verify", "--data", data.FullName)).Code);
        Assert.Equal(0, (await RunAsync("audit", "verify", $"--data={data.FullName}")).Code);
        foreach (var path in (string[])[data.FullName, .. Directory.GetFileSystemEntries(data.FullName, "*", SearchOption.AllDirectories)])
            Assert.True((File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111) == UnixFileMode.None, $"{path} is {File.GetUnixFileMode(path)}");
    }

    [Fact]
    public async Task UserAdd_WhenTheNameIsAlsoTheRole_IsTakenByPlace()
    {
        var (code, output, error) = await RunAsync("user", "add", "--email", "a@example.org", "--roles", "admin", "--name", "admin", $"--data={_folder}");
        Assert.True(code == 1 && error.Contains("No password was given", StringComparison.Ordinal), $"{code} {output} {error}");
    }

    [Fact]
    public async Task Post_WhenItIsFarTooLarge_IsRefusedAsAProblem()
    {
        var port = PostgresServer.FreePort();
        using var process = Launch("--port", $"{port}", "--data", _folder, "--no-demo");
        try
        {
            await process.StandardOutput.ReadLineAsync(Cancel);
            using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
            using var body = new StringContent("{\"email\":\"" + new string('a', 8 * 1024) + "\"}", System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/sign-in/again", body, Cancel);
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Start_WhenAllIsWell_SaysWhereAndStopsWhenAsked()
    {
        var port = PostgresServer.FreePort();
        using var process = Launch("--port", $"{port}", "--data", _folder, "--no-demo");
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(Cancel);
            Assert.Equal($"Linchpin is ready at http://localhost:{port}", line);
            using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", Cancel)).StatusCode);
            using var stop = Process.Start("kill", $"-TERM {process.Id}");
            await process.WaitForExitAsync(Cancel);
            Assert.Equal(0, process.ExitCode);
            Assert.Equal("", await process.StandardError.ReadToEndAsync(Cancel));
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Verb_WhenHelpIsAsked_ListsTheVerbs()
    {
        var (code, output, error) = await RunAsync("help", "--data", _folder);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("audit verify", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("audit")]
    [InlineData("audit", "verify", "everything")]
    public async Task Verb_WhenItIsUnknownOrItsArgumentsAre_ExitsWithTwoAndTheUsage(params string[] words)
    {
        var (code, _, error) = await RunAsync([.. words, "--data", _folder]);
        Assert.Equal(2, code);
        Assert.Contains("Usage: ./linchpin", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheKeyRingIsGone_SaysSoMakesNoneAndOpensWhenItIsBack()
    {
        Assert.Equal(0, (await RunAsync("audit", "verify", "--data", _folder)).Code);
        var (keys, aside) = (Path.Combine(_folder, "keys"), Directory.CreateDirectory(Path.Combine(_folder, "aside")).FullName);
        string[] Ring() => Directory.GetFiles(keys, "key-*.xml");
        Assert.NotEmpty(Ring());
        foreach (var key in Ring()) File.Move(key, Path.Combine(aside, Path.GetFileName(key)));

        var (code, output, error) = await RunAsync("--port", $"{PostgresServer.FreePort()}", "--data", _folder, "--no-demo");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"'{keys}' does not open this database", AssertOneLine(error), StringComparison.Ordinal);
        Assert.Empty(Ring());

        foreach (var key in Directory.GetFiles(aside)) File.Move(key, Path.Combine(keys, Path.GetFileName(key)));
        Assert.Equal(0, (await RunAsync("audit", "verify", "--data", _folder)).Code);
    }

    [Fact]
    public async Task Verb_WhenTheDataFolderIsNew_VerifiesAnEmptyAudit()
    {
        var (code, output, error) = await RunAsync("audit", "verify", "--data", _folder);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("0 entries", output, StringComparison.Ordinal);
    }

    internal static string AssertOneLine(string error)
    {
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
        return line;
    }

    internal static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Launch(arguments);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
            await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(120), Cancel);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    internal static Process Launch(params string[] arguments)
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        var program = Path.Combine(Architecture.Sources.Application, "bin", configuration, "net10.0", "Linchpin.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (var argument in arguments.Prepend(program)) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("Data__", StringComparison.Ordinal) || k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}

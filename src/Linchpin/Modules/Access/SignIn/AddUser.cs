using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SignIn;

/// <summary><c>./linchpin user add</c>: makes an account without a browser, the first administrator's above all. The password comes from the environment
/// (LINCHPIN_PASSWORD) or from standard input, never from the arguments: those are for every user of the machine to see.</summary>
internal static class AddUser
{
    public const string Usage = "--email E --roles R[,R] --name N [--staff ID | --client ID] - makes an account; the password is read from LINCHPIN_PASSWORD or standard input";
    private static readonly string[] Known = ["--email", "--roles", "--name", "--staff", "--client"];

    public static async Task<int> RunAsync(AdminCall call)
    {
        if (call.Arguments.Count % 2 != 0) return 2;
        var options = call.Arguments.Chunk(2).GroupBy(pair => pair[0], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last()[1], StringComparer.Ordinal);
        if (options.Keys.Except(Known, StringComparer.Ordinal).Any()) return 2;
        if (!options.TryGetValue("--email", out var email) || !options.TryGetValue("--roles", out var roles) || !options.TryGetValue("--name", out var name)) return 2;
        if (!Id(options, "--staff", out var staff) || !Id(options, "--client", out var client)) return 2;

        var password = Environment.GetEnvironmentVariable("LINCHPIN_PASSWORD") ?? await Console.In.ReadLineAsync(call.Cancel);
        if (string.IsNullOrEmpty(password))
        {
            await call.Error.WriteLineAsync("No password was given. Set LINCHPIN_PASSWORD or type it on standard input.");
            return 1;
        }

        await using var scope = call.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CareDb>().Database.MigrateAsync(call.Cancel);
        var made = await scope.ServiceProvider.GetRequiredService<IAccountRegister>().AddAsync(
            new NewAccount(
                email, password, roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), name,
                staff is { } s ? new StaffId(s) : null, client is { } c ? new ClientId(c) : null),
            call.Cancel);
        foreach (var error in made.Errors) await call.Error.WriteLineAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, error.Message, error.Args));
        if (!made.IsOk) return 1;
        await call.Out.WriteLineAsync($"The account stands: {made.Value.Value}");
        if (staff is not null || roles.Split(',').Any(r => ProgrammeRoles.Staff.Contains(r.Trim(), StringComparer.Ordinal)))
            await call.Out.WriteLineAsync("At the first sign-in it asks to set up a passkey or an authenticator app.");
        return 0;
    }

    private static bool Id(Dictionary<string, string> options, string name, out Guid? id)
    {
        id = null;
        if (!options.TryGetValue(name, out var text)) return true;
        if (!Guid.TryParse(text, out var value)) return false;
        id = value;
        return true;
    }
}

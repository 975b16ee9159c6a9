using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Access;

/// <summary>People who try to sign in.</summary>
internal static partial class SignInDesk
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>An account without a second factor.</summary>
    public static async Task<(string Email, AccountId Account)> AccountAsync(CareHost host, string role = ProgrammeRoles.Lsw)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        StaffId? staff = ProgrammeRoles.Staff.Contains(role) ? new StaffId(Guid.CreateVersion7()) : null;
        ClientId? client = role == ProgrammeRoles.Client ? new ClientId(Guid.CreateVersion7()) : null;
        var made = await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [role], "Vera Muster", staff, client), Cancel));
        return (email, made.Value);
    }

    public static async Task<(string Email, AccountId Account, Phone Phone)> WithPhoneAsync(CareHost host, string role = ProgrammeRoles.Lsw)
    {
        var (email, account) = await AccountAsync(host, role);
        return (email, account, await host.InScopeAsync(s => Phone.GiveAsync(s, account)));
    }

    /// <summary>A browser whose owner typed this password.</summary>
    public static async Task<Visitor> AfterPasswordAsync(CareHost host, string email, string password = Visitor.Password)
    {
        var visitor = Visitor.Stranger(host);
        visitor.Http.DefaultRequestHeaders.Add("Accept", "text/html");
        using var answer = await visitor.TrySignInAsync(email, password);
        return visitor;
    }

    /// <summary>A browser with a cookie that the application made for this proof.</summary>
    public static async Task<Visitor> WithProofAsync(CareHost host, AccountId account, Proof proof)
    {
        var (name, value) = await host.InScopeAsync(s => Ticket.MakeAsync(s, account, proof));
        var visitor = Visitor.Stranger(host);
        visitor.Http.DefaultRequestHeaders.Add("Accept", "text/html");
        visitor.Http.DefaultRequestHeaders.Add("Cookie", $"{name}={value}");
        return visitor;
    }

    public static async Task<bool> IsInAsync(Visitor visitor, string path = "/today")
    {
        using var page = await visitor.GetAsync(path);
        return page.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Sets the app up through the page, as people do; answers the page that shows the recovery codes.</summary>
    public static async Task<(string Page, byte[] Key)> SetUpAppAsync(Visitor visitor)
    {
        var page = await visitor.Http.GetStringAsync("/account/app", Cancel);
        var key = FromBase32(Shown().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        var code = Totp.CodeOf(key, Totp.StepAt(TimeProvider.System.GetUtcNow()));
        using var answer = await visitor.Http.PostFieldsAsync("/account/app", SignedIn.Fields(page, "app"), ("Input.Code", code));
        return (await answer.Content.ReadAsStringAsync(Cancel), key);
    }

    /// <summary>The path that an answer leads to.</summary>
    public static string? To(HttpResponseMessage answer) => answer.Headers.Location is { } to ? new Uri(new Uri("https://localhost"), to).AbsolutePath : null;

    public static List<string> RecoveryCodes(string page) => [.. Recovery().Matches(page).Select(m => m.Groups[1].Value)];

    private static byte[] FromBase32(string text)
    {
        List<byte> bytes = [];
        var (bits, held) = (0, 0);
        foreach (var letter in text)
        {
            (bits, held) = ((bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), held + 5);
            if (held < 8) continue;
            bytes.Add((byte)(bits >> (held - 8)));
            held -= 8;
            bits &= (1 << held) - 1;
        }

        return [.. bytes];
    }

    [GeneratedRegex("<code class=\"key\">([A-Z2-7 ]+)</code>")]
    private static partial Regex Shown();

    [GeneratedRegex("<li><code>([a-z0-9-]+)</code></li>")]
    private static partial Regex Recovery();
}

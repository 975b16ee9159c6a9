using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Browser.Harness;

/// <summary>Base of the browser tests: an application that runs, a browser, and people to use it. Derive <c>OnSqlite</c> and <c>OnPostgres</c>.</summary>
public abstract class Journey(LinchpinApp app, Chromium chromium) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];

    protected LinchpinApp App => app;

    protected Chromium Chromium => chromium;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => await app.StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var visitor in _visitors) await visitor.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody nobody knows.</summary>
    protected async Task<Visitor> StrangerAsync(Look? look = null)
    {
        var visitor = await Visitor.ComeAsync(await chromium.OpenAsync(), app, look);
        _visitors.Add(visitor);
        return visitor;
    }

    /// <summary>Somebody new of this role, signed in. A journey about signing in types instead: <see cref="TypedInAsync"/>.</summary>
    protected async Task<Visitor> NewPersonAsync(string role, Look? look = null) => await SignedInAsync(await Person.AddAsync(app, role), look);

    protected async Task<Visitor> SignedInAsync(Person person, Look? look = null)
    {
        var visitor = await StrangerAsync(look);
        var now = TimeProvider.System.GetUtcNow();
        await visitor.TakeCookieAsync(await app.InScopeAsync(s => Ticket.MakeAsync(s, person.Account, person.Phone is null ? Proof.Password(now) : Proof.PasswordAndCode(now))));
        return visitor;
    }

    /// <summary>Somebody who signed in through the page, as people do.</summary>
    protected async Task<Visitor> TypedInAsync(Person person, Look? look = null)
    {
        var visitor = await StrangerAsync(look);
        await visitor.SignInAsync(person);
        return visitor;
    }
}

/// <summary>An account with the staff or client id that its role asks for.</summary>
/// <param name="Phone">Shows the codes of the second step; staff have one unless a test wants them without.</param>
public sealed record Person(AccountId Account, string Email, string Role, StaffId? Staff, ClientId? Client, Phone? Phone = null)
{
    public const string Password = "a long enough password";

    public static async Task<Person> AddAsync(LinchpinApp app, string role, StaffId? staff = null, ClientId? client = null, string name = "Vera Muster", bool withPhone = true)
    {
        if (ProgrammeRoles.Staff.Contains(role)) staff ??= new StaffId(Guid.CreateVersion7());
        if (role is ProgrammeRoles.Client or ProgrammeRoles.Alumni) client ??= new ClientId(Guid.CreateVersion7());
        var email = $"{role}-{Guid.NewGuid():N}@example.org";
        var made = await app.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(
            new NewAccount(email, Password, [role], name, staff, client), TestContext.Current.CancellationToken));
        Assert.True(made.IsOk, made.IsOk ? "" : made.Errors[0].Message);
        var person = new Person(made.Value, email, role, staff, client);
        return staff is not null && withPhone ? person with { Phone = await app.InScopeAsync(s => Phone.GiveAsync(s, made.Value)) } : person;
    }
}

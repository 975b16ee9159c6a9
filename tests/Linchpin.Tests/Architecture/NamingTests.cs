using System.Text.RegularExpressions;
using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Mono.Cecil;

namespace Linchpin.Tests.Architecture;

public sealed partial class NamingTests
{
    [Fact]
    public void Types_WhenNamed_AreWordsOfTheHouseAndNotOfPlumbing()
    {
        var plumbing = CompiledHouse.Types.SelectMany(CompiledHouse.WithNested)
            .Where(t => !CompiledHouse.IsMadeByTheCompiler(t) && Plumbing().IsMatch(t.Name.Split('`')[0])).Select(t => t.FullName);
        Assert.Empty(plumbing);
    }

    [Fact]
    public void Domain_WhenAPropertyCanBeSet_IsSetByTheTypeItself()
    {
        List<string> open = [];
        var domain = CompiledHouse.Types.Where(t => t.Namespace.StartsWith("Linchpin.Modules.", StringComparison.Ordinal) && InDomain(t.Namespace)).ToList();
        Assert.NotEmpty(domain);
        foreach (var property in domain.SelectMany(CompiledHouse.WithNested).SelectMany(t => t.Properties))
        {
            if (property.SetMethod is not { IsPrivate: false } setter) continue;
            if (setter.ReturnType is RequiredModifierType { ModifierType.Name: "IsExternalInit" }) continue; // init: set once, when it is made
            open.Add($"{property.DeclaringType.FullName}.{property.Name}");
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Pages_WhenRoutable_StandBehindADoorOrSayThatAnybodyMayCome()
    {
        var pages = typeof(Program).Assembly.GetTypes().Where(t => t.IsDefined(typeof(RouteAttribute), false)).ToList();
        Assert.NotEmpty(pages);
        Assert.Empty(pages.Where(p => !p.IsDefined(typeof(DoorAttribute), true) && !p.IsDefined(typeof(AllowAnonymousAttribute), true)).Select(p => p.FullName));
    }

    [Fact]
    public void Authorize_WhenUsed_IsADoor()
    {
        var bare = typeof(Program).Assembly.GetTypes()
            .SelectMany(t => t.GetCustomAttributes(typeof(AuthorizeAttribute), false).Concat(t.GetMethods().SelectMany(m => m.GetCustomAttributes(typeof(AuthorizeAttribute), false))).Select(a => (Type: t, Attribute: (AuthorizeAttribute)a)))
            .Where(a => a.Attribute is not DoorAttribute || a.Attribute.Policy is null || !Doors.Roles.ContainsKey(a.Attribute.Policy) || a.Attribute.Roles is not null)
            .Select(a => a.Type.FullName);
        Assert.Empty(bare);
    }

    private static bool InDomain(string @namespace) => @namespace.EndsWith(".Domain", StringComparison.Ordinal) || @namespace.Contains(".Domain.", StringComparison.Ordinal);

    [GeneratedRegex("(Service|Helper|Manager|Util|Utils|Utility|Utilities|Services|Helpers|Managers)$")]
    private static partial Regex Plumbing();
}

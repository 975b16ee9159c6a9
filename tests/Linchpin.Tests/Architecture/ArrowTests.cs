namespace Linchpin.Tests.Architecture;

/// <summary>The arrows of the ground plan (docs/design: they run one way, and only to another module's contracts).</summary>
public sealed class ArrowTests
{
    /// <summary>Modules that stand. A module that appears must be moved here, with its arrows, or this class fails.</summary>
    private static readonly string[] Built = ["Access", "Assessments", "Audit", "Notes", "People", "Privacy", "Schedule", "Sessions", "Team"];

    private static readonly string[] NotYet =
        ["Advocacy", "Consent", "Crisis", "Interop", "Outcomes", "Plans", "Quality", "Referrals", "Resources", "Transitions", "Worksheets"];

    private static readonly string[] Late = ["Plans", "Notes", "Assessments", "Sessions", "Referrals", "Crisis", "People"];

    /// <summary>Whose contracts a module may use, beside Access and Audit.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Audit"] = [],
        ["Access"] = [],
        ["People"] = [],
        ["Privacy"] = ["People"],
        ["Team"] = ["People"],
        ["Consent"] = ["People"],
        ["Resources"] = [],
        ["Schedule"] = ["People", "Team"],
        ["Sessions"] = ["Schedule", "Team", "Consent", "People"],
        ["Assessments"] = ["Sessions", "People"],
        ["Worksheets"] = ["Sessions", "People"],
        ["Referrals"] = ["Resources", "Consent", "Assessments", "People"],
        ["Crisis"] = ["Sessions", "Team", "People"],
        ["Plans"] = ["Assessments", "Sessions", "Referrals", "People"],
        ["Notes"] = ["Assessments", "Sessions", "Referrals", "People"],
        ["Outcomes"] = Late,
        ["Quality"] = Late,
        ["Transitions"] = Late,
        ["Advocacy"] = Late,
    };

    public static TheoryData<string> BuiltModules => [.. Built];

    [Fact]
    public void Modules_WhenListedAsBuilt_AreThoseThatExist()
    {
        var found = CompiledHouse.Types.Select(t => ModuleOf(t.FullName)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(Built, found);
        Assert.Empty(Built.Intersect(NotYet, StringComparer.Ordinal));
        // Every name that an arrow uses is a module that stands or is planned: a mistyped one would forbid and allow nothing.
        Assert.Empty(Arrows.SelectMany(a => a.Value.Prepend(a.Key)).Distinct(StringComparer.Ordinal).Except([.. Built, .. NotYet], StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Linchpin.Kernel")]
    [InlineData("Linchpin.Platform")]
    [InlineData("Linchpin.Modules")]
    [InlineData("Linchpin.Shell")]
    [InlineData("Linchpin.Shell.Components")]
    [InlineData("Linchpin.Shell.Plots")]
    [InlineData("Linchpin.Shell.Layout")]
    public void Namespace_WhenARuleNamesIt_Exists(string name) => Assert.Contains(CompiledHouse.Types, t => IsIn(t.FullName, name));

    [Fact]
    public void Kernel_WhenItNeedsATypeOfOurs_FindsItInTheKernel() => AssertNone(n => IsIn(n.From, "Linchpin.Kernel") && !IsIn(n.To, "Linchpin.Kernel"));

    [Fact]
    public void Platform_WhenItNeedsATypeOfOurs_KnowsNoModuleAndNoPage() =>
        AssertNone(n => IsIn(n.From, "Linchpin.Platform") && !IsIn(n.To, "Linchpin.Platform") && !IsIn(n.To, "Linchpin.Kernel"));

    [Fact]
    public void GroundFloorOfTheShell_WhenItNeedsATypeOfOurs_KnowsOnlyTheKernel() =>
        AssertNone(n => IsGroundFloor(n.From) && !IsGroundFloor(n.To) && !IsIn(n.To, "Linchpin.Kernel"));

    [Fact]
    public void Shell_WhenItNeedsAModule_UsesItsContracts() =>
        AssertNone(n => IsIn(n.From, "Linchpin.Shell") && ModuleOf(n.To) is { } module && !IsContract(n.To, module));

    [Theory]
    [MemberData(nameof(BuiltModules))]
    public void Module_WhenItNeedsAnother_FollowsTheArrowsToContracts(string module)
    {
        Assert.True(Arrows.ContainsKey(module) || module == "Interop", $"Module {module} has no arrows.");
        string[] may = module == "Interop" ? [.. Built] : [.. Arrows[module], "Access", "Audit"];
        // The audit is written by Access too, so it may not know who that is.
        if (module == "Audit") may = [];
        AssertNone(n => ModuleOf(n.From) == module && ModuleOf(n.To) is { } other && other != module
            && !(may.Contains(other, StringComparer.Ordinal) && IsContract(n.To, other)));
    }

    [Fact]
    public void Modules_WhenTheyNeedTheShell_UseItsGroundFloorOrALayout() =>
        AssertNone(n => ModuleOf(n.From) is not null && IsIn(n.To, "Linchpin.Shell") && !IsGroundFloor(n.To)
            && !(IsIn(n.To, "Linchpin.Shell.Layout") && n.Via == "attribute LayoutAttribute"));

    [Fact]
    public void Demo_WhenItExists_IsNeededOnlyByTheProgram() =>
        AssertNone(n => IsIn(n.To, "Linchpin.Demo") && !IsIn(n.From, "Linchpin.Demo") && n.From.LastIndexOf('.') > "Linchpin".Length);

    [Fact]
    public void Reader_WhenAMethodIsAsync_SeesWhatItsBodyNeeds() =>
        // Guards the reader itself: this call stands only in an async method's state machine.
        Assert.Contains(CompiledHouse.Needs, n => n.From == "Linchpin.Modules.Access.SignIn.SignInWithPassword" && n.To == "Linchpin.Modules.Audit.Contracts.AuditEvent");

    private static void AssertNone(Func<Need, bool> forbidden)
    {
        var found = CompiledHouse.Needs.Where(forbidden).DistinctBy(n => (n.From, n.To)).Select(n => n.ToString()).Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, "These go against the arrows:\n" + string.Join('\n', found));
    }

    private static bool IsIn(string type, string @namespace) => type.StartsWith(@namespace + ".", StringComparison.Ordinal);

    // Shared components with their words, and what every page and letter says about the programme.
    private static bool IsGroundFloor(string type) =>
        IsIn(type, "Linchpin.Shell.Components") || IsIn(type, "Linchpin.Shell.Plots") || type is "Linchpin.Shell.ShellWords" or "Linchpin.Shell.Layout.Programme";

    private static bool IsContract(string type, string module) => IsIn(type, $"Linchpin.Modules.{module}.Contracts");

    // Null for what belongs to no module, such as the imports of all of them.
    private static string? ModuleOf(string type) => type.Split('.') is ["Linchpin", "Modules", var module, _, ..] ? module : null;
}

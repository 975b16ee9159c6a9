using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Tests.Modules.People;

/// <summary>Whatever people record, correct and withdraw, in any order: no two situations overlap, and only the newest is open.</summary>
public sealed class LivingHistoryTests
{
    private static readonly DateOnly Today = new(2026, 6, 30);
    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    [Property(MaxTest = 500)]
    public Property History_WhateverIsRecorded_NeverOverlaps() => Prop.ForAll(Steps().ArrayOf().ToArbitrary(), steps =>
    {
        var client = Someone();
        foreach (var step in steps)
        {
            var id = new Guid(step.Entry, 0, 0, new byte[8]);
            var version = client.LivingSituations.FirstOrDefault(l => l.Id == id)?.Version ?? 0;
            if (step.Withdraw) client.WithdrawLiving(id, version, Now);
            else client.RecordLiving(id, step.Code, Today.AddDays(-step.From), step.Days is { } days ? Today.AddDays(-step.From + days) : null, version, Today, Now);

            var stands = client.LivingSituations.Where(l => l.EnteredInErrorAt is null).OrderBy(l => l.From).ToList();
            for (var i = 1; i < stands.Count; i++)
                if (stands[i - 1].Span.Overlaps(stands[i].Span)) return false.Label($"{stands[i - 1].Span} overlaps {stands[i].Span}");
            if (stands.SkipLast(1).Any(l => l.Through is null)) return false.Label("An open situation is not the newest.");
            if (stands.Exists(l => l.Through < l.From)) return false.Label("A situation ends before it begins.");
        }

        return true.ToProperty();
    });

    [Property]
    public bool Record_WhenPostedTwice_ChangesNothingTheSecondTime(PositiveInt ago)
    {
        var client = Someone();
        var (id, from) = (Guid.CreateVersion7(), Today.AddDays(-(ago.Get % 9000)));
        var first = client.RecordLiving(id, "410", from, null, 0, Today, Now);
        var changed = client.ChangedAt;
        var second = client.RecordLiving(id, "410", from, null, 0, Today, Now.AddMinutes(1));
        return first.IsOk && second.IsOk && client.LivingSituations.Count == 1 && client.ChangedAt == changed;
    }

    [Theory]
    [InlineData("410", "2026-07-01", null, "From")]
    [InlineData("410", "1989-01-01", null, "From")]
    [InlineData("410", null, null, "From")]
    [InlineData("24", "2026-01-01", null, "HudCode")]
    [InlineData("nonsense", "2026-01-01", null, "HudCode")]
    [InlineData("410", "2026-01-01", "2025-12-31", "Through")]
    [InlineData("410", "2026-01-01", "2026-08-01", "Through")]
    public void Record_WhenSomethingIsWrong_NamesTheField(string code, string? from, string? through, string field)
    {
        var errors = Someone().RecordLiving(Guid.CreateVersion7(), code, Day(from), Day(through), 0, Today, Now).Errors;
        Assert.Equal(field, Assert.Single(errors).Field);
    }

    [Fact]
    public void Codes_WhenRead_AreHudsWithOurWords()
    {
        Assert.Equal(32, HudLivingSituations.All.Count);
        Assert.Equal("Homeless", HudLivingSituations.Find("116")!.Category);
        Assert.All(HudLivingSituations.All, s => Assert.Contains(s.Category, HudLivingSituations.Categories));
        Assert.All(HudLivingSituations.All, s => Assert.False(string.IsNullOrWhiteSpace(s.Plain)));
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Client Someone() => Client.Register(
        new ClientId(Guid.CreateVersion7()), RecordNumber.New(), ClientDetails.Create("Rosa", null, null, null, new DateOnly(1990, 1, 1), "en", Zone.Default, Today).Value, Now);

    private static Gen<Step> Steps() =>
        from entry in Gen.Choose(1, 6)
        from withdraw in Gen.Frequency((1, Gen.Constant(true)), (6, Gen.Constant(false)))
        from code in Gen.Elements("410", "116", "335")
        from ago in Gen.Choose(-2, 60)
        from days in Gen.OneOf(Gen.Constant((int?)null), Gen.Choose(-1, 20).Select(d => (int?)d))
        select new Step(entry, withdraw, code, ago, days);

    private sealed record Step(int Entry, bool Withdraw, string Code, int From, int? Days);
}

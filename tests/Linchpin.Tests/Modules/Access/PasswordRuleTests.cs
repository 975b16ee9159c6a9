using Linchpin.Modules.Access;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Access;

public sealed class PasswordRuleTests
{
    private static readonly string?[] Known = ["Linchpin", "Harbor Light Program", "rosalind.achterberg@care.example.org", "Rosalind Achterberg", null];

    [Fact]
    public void Password_WhenItIsKept_CostsWhoeverGuessesAHundredThousandRounds()
    {
        // As the application sets it up: the hosts of tests take fewer.
        using var services = new ServiceCollection().AddLogging().AddAccess().BuildServiceProvider();
        var kept = Convert.FromBase64String(services.GetRequiredService<IPasswordHasher<Account>>().HashPassword(null!, "a long enough password"));
        // Identity's third format: a one, the function (2: HMAC-SHA-512), the rounds.
        Assert.Equal((1, 2u), (kept[0], System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(1))));
        Assert.InRange(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(5)), 100_000u, uint.MaxValue);
    }

    [Theory]
    [InlineData("a long enough password")]
    [InlineData("correct horse battery staple")]
    [InlineData("un caballo verde corre")]
    [InlineData("лошадь батарея скрепка")]
    [InlineData("kT8#vv0qLm2!zz9p")]
    [InlineData("               spaces count too")]
    public void Password_WhenItIsLongAndNobodyExpectsIt_IsTaken(string password) => Assert.True(PasswordRule.Check(password, isDemo: false, Known).IsOk);

    [Theory]
    [InlineData("fourteen chars", "Use at least")]
    [InlineData("🙂🙂🙂🙂🙂🙂🙂🙂", "Use at least")] // sixteen UTF-16 units, eight characters
    [InlineData("passwordpassword", "Many people")]
    [InlineData("PasswordPassword", "Many people")]
    [InlineData("1qaz2wsx3edc4rfv", "Many people")]
    [InlineData("football20262027", "Many people")]
    [InlineData("!!!!football!!!!", "Many people")]
    [InlineData("sunshinesunshinesun", "Many people")]
    [InlineData("xk3xk3xk3xk3xk3xk3", "repeats")]
    [InlineData("zzzzzzzzzzzzzzzzzz", "repeats")]
    [InlineData("ababababbbaabababb", "repeats")]
    [InlineData("rosalindachterberg7", "your name")]
    [InlineData("LinchpinLinchpin4u", "your name")]
    [InlineData("harborlightprogram", "your name")]
    [InlineData("care.example.org99", "your name")]
    [InlineData("xabcdefghijklmnopy", "in a row")]
    [InlineData("k987654321poiuytre", "in a row")]
    public void Password_WhenItIsExpected_IsRefusedWithTheReason(string password, string reason)
    {
        var result = PasswordRule.Check(password, isDemo: false, Known);
        Assert.False(result.IsOk);
        Assert.Contains(reason, Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Password_WhenItIsTooLong_IsRefused() => Assert.False(PasswordRule.Check(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i * 7919}x")), false, Known).IsOk);

    [Fact]
    public void DemoPassword_WhenTheAccountIsNoDemo_IsRefused()
    {
        Assert.True(PasswordRule.Check("linchpin-demo", isDemo: true, Known).IsOk);
        Assert.False(PasswordRule.Check("linchpin-demo", isDemo: false, Known).IsOk);
        Assert.False(PasswordRule.Check("eleven char", isDemo: true, Known).IsOk);
    }

    [Fact]
    public void List_WhenItIsRead_IsWhole() => Assert.True(CommonPasswords.Count > 40_000);
}

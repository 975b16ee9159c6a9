namespace Linchpin.Modules.Assessments.Domain;

/// <summary>
/// The form of LOINC codes. The last digit is a check digit (mod 10, LOINC Users' Guide, appendix on check digits), so a mistyped code is
/// found when a file is loaded. In answer codes (LA...) the two letters count as well; that rule was read off the 66 answer codes of
/// the AHC HRSN tool and the Hunger Vital Sign, all of which keep it.
/// </summary>
internal static class LoincCode
{
    public const string System = "http://loinc.org";

    public static bool IsWellFormed(string code)
    {
        var isAnswer = code.StartsWith("LA", StringComparison.Ordinal);
        var body = code.AsSpan(isAnswer ? 2 : 0);
        var dash = body.IndexOf('-');
        if (dash is < 1 or > 7 || dash != body.Length - 2 || !char.IsAsciiDigit(body[^1]))
            return false;

        var sum = 0;
        for (var i = 0; i < dash; i++)
        {
            var c = body[dash - 1 - i];
            if (!char.IsAsciiDigit(c))
                return false;
            var digit = c - '0';
            sum += i % 2 == 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
        }

        var check = (10 - sum % 10) % 10;
        if (isAnswer)
            check = (check + (dash % 2 == 0 ? 5 : 2)) % 10;
        return body[^1] - '0' == check;
    }
}

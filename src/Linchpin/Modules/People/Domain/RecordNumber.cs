using System.Globalization;
using System.Security.Cryptography;

namespace Linchpin.Modules.People.Domain;

/// <summary>Eight digits by which a record is named on the telephone. They are drawn at random: one digit heard wrong then names nobody instead of the next person, and a number tells
/// nothing about how many there are. The database holds each once.</summary>
internal static class RecordNumber
{
    public const int Lowest = 10_000_000;
    public const int Highest = 99_999_999;

    public static int New() => RandomNumberGenerator.GetInt32(Lowest, Highest + 1);

    /// <summary>As people read it: 4821 0937.</summary>
    public static string Shown(int number) => string.Create(CultureInfo.InvariantCulture, $"{number / 10_000} {number % 10_000:0000}");
}

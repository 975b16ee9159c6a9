using System.Globalization;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Audit.Clock;

/// <param name="MostApart">How far the database's clock may be from this server's. <c>Clock__MostApart</c>, in seconds; 2 by default.</param>
internal sealed record ClockSettings(TimeSpan MostApart)
{
    /// <exception cref="SettingException">It is no number, or not above zero.</exception>
    public static ClockSettings Read(IConfiguration configuration)
    {
        if (configuration["Clock:MostApart"] is not { Length: > 0 } text) return new(TimeSpan.FromSeconds(2));
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600
            ? new(TimeSpan.FromSeconds(seconds))
            : throw new SettingException($"Clock__MostApart is '{text}'; it must be a number of seconds above 0, and 3600 at most.");
    }
}

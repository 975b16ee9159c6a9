using System.Globalization;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Access.SignIns;

/// <summary>How long a sign-in lasts.</summary>
/// <param name="IdleStaff">Setting <c>SignIn__IdleStaff</c>: after so long without anything done, staff are signed out.</param>
/// <param name="IdleClient">Setting <c>SignIn__IdleClient</c>: the same for clients and everybody else. Longer: they read and write slowly on their worst days, and see one record only.</param>
/// <param name="Warning">Setting <c>SignIn__IdleWarning</c>: so long before, the page warns.</param>
/// <param name="Longest">Setting <c>SignIn__Longest</c>: the end, however busy they are.</param>
internal sealed record SignInRule(TimeSpan IdleStaff, TimeSpan IdleClient, TimeSpan Warning, TimeSpan Longest)
{
    /// <exception cref="SettingException">One of them is no time, or the warning would come before the beginning.</exception>
    public static SignInRule Read(IConfiguration settings)
    {
        var rule = new SignInRule(
            Time(settings, "IdleStaff", TimeSpan.FromMinutes(15)), Time(settings, "IdleClient", TimeSpan.FromMinutes(45)), Time(settings, "IdleWarning", TimeSpan.FromMinutes(2)),
            Time(settings, "Longest", TimeSpan.FromHours(12)));
        if (rule.Warning >= rule.IdleStaff || rule.Warning >= rule.IdleClient) throw new SettingException("SignIn__IdleWarning must be shorter than SignIn__IdleStaff and SignIn__IdleClient.");
        return rule;
    }

    public TimeSpan IdleOf(bool isStaff) => isStaff ? IdleStaff : IdleClient;

    /// <summary>How old the written time of the last act may be before it is written anew.</summary>
    public TimeSpan CoarseOf(bool isStaff) => TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerMinute, IdleOf(isStaff).Ticks / 10));

    private static TimeSpan Time(IConfiguration settings, string name, TimeSpan usual)
    {
        if (settings["SignIn:" + name] is not { Length: > 0 } text) return usual;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.FromSeconds(1)
            ? time
            : throw new SettingException($"SignIn__{name} is '{text}'; it must be a time such as 00:15:00 (hours:minutes:seconds).");
    }
}

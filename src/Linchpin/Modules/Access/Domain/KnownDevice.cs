namespace Linchpin.Modules.Access.Domain;

/// <summary>A browser in which somebody has signed in to an account before. It has tries of its own there: strangers who try that account's password elsewhere
/// can't use them up. After the device cookies of the OWASP ("Slow Down Online Guessing Attacks with Device Cookies").</summary>
internal sealed class KnownDevice
{
    private KnownDevice()
    {
    }

    /// <summary>SHA-256 of the secret in the browser's cookie.</summary>
    public string Device { get; private set; } = "";

    public Guid Account { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    public static KnownDevice Of(string device, Guid account, DateTimeOffset now) => new() { Device = device, Account = account, LastAt = now };

    public void Seen(DateTimeOffset now) => LastAt = now;
}

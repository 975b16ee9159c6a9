using Microsoft.Playwright;

namespace Linchpin.Browser.Harness;

public enum Device
{
    /// <summary>1280 x 800.</summary>
    Desktop,

    /// <summary>390 x 844, touch.</summary>
    Phone,
}

public enum Speech
{
    English,
    Spanish,
}

/// <summary>How a visitor's browser is set up.</summary>
public sealed record Look(Device Device = Device.Desktop, Speech Speech = Speech.English, bool Dark = false)
{
    public static Look Desktop { get; } = new();

    public static Look Phone { get; } = new(Device.Phone);

    public bool IsPhone => Device == Device.Phone;

    internal BrowserNewContextOptions Options(Uri address) => new()
    {
        BaseURL = address.ToString(),
        ViewportSize = IsPhone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 800 },
        IsMobile = IsPhone,
        HasTouch = IsPhone,
        DeviceScaleFactor = IsPhone ? 2 : 1,
        Locale = Speech == Speech.Spanish ? "es-US" : "en-US",
        ColorScheme = Dark ? ColorScheme.Dark : ColorScheme.Light,
        ReducedMotion = ReducedMotion.Reduce,
        TimezoneId = "America/New_York",
        Permissions = ["camera", "microphone"],
    };

    public override string ToString() => $"{Device}-{(Speech == Speech.Spanish ? "es" : "en")}-{(Dark ? "dark" : "light")}".ToLowerInvariant();
}

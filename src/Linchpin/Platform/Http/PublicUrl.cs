using Linchpin.Platform.Data;

namespace Linchpin.Platform.Http;

/// <summary>How people outside reach this house: what stands before the path of a link in a letter. Never taken from a request, whose Host header
/// anybody can write.</summary>
public sealed record PublicUrl(Uri Base)
{
    /// <summary>The whole address of a path that begins with a slash.</summary>
    public string Of(string path) => Base.GetLeftPart(UriPartial.Authority) + path;

    /// <summary>Reads the setting <c>PublicUrl</c>; without it, this machine at the port that is served.</summary>
    /// <exception cref="SettingException">It is not the address of a site.</exception>
    public static PublicUrl Read(IConfiguration configuration)
    {
        var text = configuration["PublicUrl"];
        if (string.IsNullOrWhiteSpace(text)) text = $"http://localhost:{configuration["Port"] ?? "5080"}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/" || url.Fragment != "" || url.UserInfo != "")
            throw new SettingException($"PublicUrl is '{text}'; it must look like https://care.example.org, without a path, a password or a question mark.");
        if (url.Scheme == "http" && !url.IsLoopback)
            throw new SettingException($"PublicUrl is '{text}'; it must begin with https://, because browsers open camera and microphone to secure pages only.");
        return new PublicUrl(url);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace Linchpin.Shell.Layout;

/// <summary>A person picks the language of the pages; a cookie of this browser remembers it, before any sign-in.</summary>
internal static class ChooseLanguage
{
    public static readonly (string Code, string Name)[] Languages = [("en", "English"), ("es", "Español")];

    /// <summary>Bound to this host: no other site of the domain can set it.</summary>
    public const string Cookie = "__Host-linchpin-language";

    /// <summary>The link that switches to <paramref name="code"/> and comes back. Only the path is carried: a query may hold somebody's words.</summary>
    public static string Link(string code, string pageUri) => $"/language/{code}?back={Uri.EscapeDataString(new Uri(pageUri).AbsolutePath)}";

    public static Results<RedirectHttpResult, NotFound> Handle(string code, string? back, HttpContext context)
    {
        if (!Languages.Any(language => language.Code == code)) return TypedResults.NotFound();
        context.Response.Cookies.Append(
            Cookie,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(code)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), Path = "/", HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = true });
        return TypedResults.LocalRedirect(IsPath(back) ? back! : "/");
    }

    /// <summary>True for a path of this site. "//host" and "/\host" lead elsewhere.</summary>
    public static bool IsPath(string? back) => back is ['/', ..] and not ['/', '/' or '\\', ..] && !back.Any(char.IsControl);
}

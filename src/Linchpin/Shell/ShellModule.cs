using Linchpin.Shell.Layout;
using Linchpin.Shell.Today;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;

namespace Linchpin.Shell;

/// <summary>The frame round every page: layouts, words, language, the look.</summary>
public static class ShellModule
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddLocalization();
        services.AddSingleton<ResourceManagerStringLocalizerFactory>();
        services.Replace(ServiceDescriptor.Singleton<IStringLocalizerFactory, EnglishFirst>());
        // A component that says a word asks for its localizer, and a page has hundreds: one for each module's words is enough, for it holds no request.
        services.AddSingleton(typeof(IStringLocalizer<>), typeof(StringLocalizer<>));
        services.AddScoped<TodayQuery>();
        services.AddScoped<DueWork.ReadDuties>();
        services.AddScoped<DueWork.TryNowHandler>();
        services.AddOptions<Programme>().BindConfiguration("Programme");
        services.Configure<RequestLocalizationOptions>(static options =>
        {
            var codes = ChooseLanguage.Languages.Select(language => language.Code).ToArray();
            options.SetDefaultCulture("en").AddSupportedCultures(codes).AddSupportedUICultures(codes);
            // The cookie, then what the browser asks for; a query string could be sent to somebody by somebody else.
            options.RequestCultureProviders = [new CookieRequestCultureProvider { Options = options, CookieName = ChooseLanguage.Cookie }, new AcceptLanguageHeaderRequestCultureProvider { Options = options }];
        });
        return services;
    }

    public static void MapShell(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Home.Handle).AllowAnonymous();
        routes.MapGet("/language/{code}", ChooseLanguage.Handle).AllowAnonymous();
        TodayEndpoint.Map(routes);
        DueWork.TryNowEndpoint.Map(routes);
        routes.MapRazorComponents<App>();
    }
}

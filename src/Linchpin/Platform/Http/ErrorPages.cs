using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Platform.Http;

/// <summary>The last edge: what a person or a program sees when something broke. No stack trace, no SQL, no word of anybody's record.</summary>
public static partial class ErrorPages
{
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        ExceptionHandler = WriteAsync,
        AllowStatusCode404Response = true,
    });

    /// <summary>Answers that have no body of their own get the page that says "we could not find that". It is shown, not posted to: a refused post must keep
    /// its status (401, 404) instead of failing as a post to that page. It has a scope of its own: the page before it may have used its one navigation up.</summary>
    public static IApplicationBuilder UseNotFoundPage(this IApplicationBuilder app) => app
        .UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true)
        .Use(static (context, next) =>
        {
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) context.Request.Method = HttpMethods.Get;
            return next(context);
        });

    private static async Task WriteAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        // A form without its antiforgery token fails where its fields are read; that is the sender's fault, not ours.
        var forged = context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false };
        var status = failure is BadHttpRequestException bad ? bad.StatusCode : forged ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError;
        context.Response.StatusCode = status;
        if (status >= 500)
            LogBroke(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Linchpin.Errors"), context.TraceIdentifier, Kinds(failure), Place(failure));
        var spanish = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "es";
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            await context.Response.WriteAsJsonAsync(
                new ProblemDetails { Status = status, Title = spanish ? "Algo falló de nuestro lado." : "Something broke on our side.", Extensions = { ["trace"] = context.TraceIdentifier } },
                options: null, contentType: "application/problem+json");
            return;
        }

        // Plain on purpose: whatever broke must not break this too.
        context.Response.ContentType = "text/html; charset=utf-8";
        var (title, body, back) = spanish
            ? ("Algo falló de nuestro lado", "Lo que ya estaba guardado sigue guardado. Vuelva atrás e intente otra vez; si vuelve a fallar, llame al programa y dé este número:", "Volver al inicio")
            : ("Something broke on our side", "What was saved is still saved. Go back and try again; if it fails again, call the programme and give this number:", "Go to the start page");
        await context.Response.WriteAsync(
            $"""
             <!DOCTYPE html><html lang="{(spanish ? "es" : "en")}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
             <title>{title}</title><link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"><link rel="stylesheet" href="/css/components.css"></head>
             <body><main class="page" id="main"><h1>{title}</h1><p>{body} <strong>{System.Text.Encodings.Web.HtmlEncoder.Default.Encode(context.TraceIdentifier)}</strong></p><p><a href="/">{back}</a></p></main></body></html>
             """);
    }

    // Types and our own place in the code; messages quote data.
    private static string Kinds(Exception? failure)
    {
        List<string> kinds = [];
        for (var e = failure; e is not null && kinds.Count < 5; e = e.InnerException) kinds.Add(e.GetType().Name);
        return string.Join(" < ", kinds);
    }

    private static string Place(Exception? failure) =>
        new System.Diagnostics.StackTrace(failure ?? new InvalidOperationException(), fNeedFileInfo: true).GetFrames()
            .Where(f => f.GetMethod()?.DeclaringType?.FullName?.StartsWith("Linchpin", StringComparison.Ordinal) == true)
            .Select(f => $"{f.GetMethod()!.DeclaringType!.FullName}.{f.GetMethod()!.Name}:{f.GetFileLineNumber()}").FirstOrDefault() ?? "";

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Trace} broke: {Failure} at {Place}")]
    private static partial void LogBroke(ILogger log, string trace, string failure, string place);
}

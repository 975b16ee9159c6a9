using System.Globalization;
using System.Text.Encodings.Web;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Localization;
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

    /// <summary>Answers that have no body of their own get the page that says what happened ("we could not find that", "you have been signed out"). It is shown,
    /// not posted to: a refused post must keep its status (400, 401, 404) instead of failing as a post to that page. It has a scope of its own: the page before it
    /// may have used its one navigation up. Programs get ProblemDetails instead.</summary>
    public static IApplicationBuilder UseNotFoundPage(this IApplicationBuilder app) => app
        .UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true)
        .Use(static async (context, next) =>
        {
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            {
                context.Request.Method = HttpMethods.Get;
                await next(context);
                return;
            }

            await next(context);
            var response = context.Response;
            if (response.HasStarted || response.StatusCode < 400) return;
            if (IsForged(context))
            {
                // A page that refuses a stale token sets the type of its answer and writes nothing: taken for an answer, it would be a blank page.
                response.ContentType = null;
                // Too long to be read, token and all: that is not an old page, and sending it once more would not help.
                if (IsTooLong(context)) response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            }

            if (response.ContentLength is > 0 || !string.IsNullOrEmpty(response.ContentType) || !IsForProgram(context)) return;
            var (title, detail) = AnswerWords.Of(response.StatusCode, IsForged(context), CultureOf(context));
            await WriteProblemAsync(context, title, detail);
        });

    private static async Task WriteAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        // A form without its antiforgery token fails where its fields are read; that is the sender's fault, not ours.
        var forged = IsForged(context);
        var status = failure is BadHttpRequestException bad ? bad.StatusCode
            : StorageFailure.IsIn(failure) ? StatusCodes.Status503ServiceUnavailable
            : forged ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError;
        context.Response.StatusCode = status;
        if (status >= 500)
            LogBroke(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Linchpin.Errors"), context.TraceIdentifier, Kinds(failure), Place(failure));
        var culture = CultureOf(context);
        var (title, body) = AnswerWords.Of(status, forged, culture);
        if (IsForProgram(context))
        {
            await WriteProblemAsync(context, title, body);
            return;
        }

        // Plain on purpose: whatever broke must not break this too.
        var spanish = culture.TwoLetterISOLanguageName == "es";
        context.Response.ContentType = "text/html; charset=utf-8";
        var number = status >= 500 ? $" <strong>{HtmlEncoder.Default.Encode(context.TraceIdentifier)}</strong>" : "";
        await context.Response.WriteAsync(
            $"""
             <!DOCTYPE html><html lang="{(spanish ? "es" : "en")}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
             <title>{HtmlEncoder.Default.Encode(title)}</title><link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css"><link rel="stylesheet" href="/css/components.css"></head>
             <body><div class="staff bare"><header class="frame-head"><div><a class="brand" href="/">Linchpin</a></div></header><main class="frame-main" id="main"><h1>{HtmlEncoder.Default.Encode(title)}</h1><p>{HtmlEncoder.Default.Encode(body)}{number}</p><p><a class="button button-primary" href="/">{(spanish ? "Ir a la página de inicio" : "Go to the start page")}</a></p></main></div></body></html>
             """);
    }

    private static Task WriteProblemAsync(HttpContext context, string title, string detail) => context.Response.WriteAsJsonAsync(
        new ProblemDetails { Status = context.Response.StatusCode, Title = title, Detail = detail, Extensions = { ["trace"] = context.TraceIdentifier } },
        options: null, contentType: "application/problem+json");

    /// <summary>True when a post's antiforgery token was looked at and did not fit.</summary>
    public static bool IsForged(HttpContext context) => context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false };

    // Kestrel counts the whole body; a form's reader counts names and values, and tells its limits by their message only.
    private static bool IsTooLong(HttpContext context) => context.Features.Get<IAntiforgeryValidationFeature>()?.Error?.InnerException switch
    {
        BadHttpRequestException bad => bad.StatusCode == StatusCodes.Status413PayloadTooLarge,
        InvalidDataException unread => unread.Message.Contains("limit", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    // The language was chosen further in; out here the thread no longer knows it.
    private static CultureInfo CultureOf(HttpContext context) => context.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture ?? CultureInfo.CurrentUICulture;

    // What takes or sends JSON is a program, whatever it says it accepts.
    private static bool IsForProgram(HttpContext context)
    {
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        return endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json", StringComparer.OrdinalIgnoreCase) == true
            || context.Request.HasJsonContentType()
            || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
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

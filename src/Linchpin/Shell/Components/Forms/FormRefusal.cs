using Linchpin.Kernel;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Linchpin.Shell.Components.Forms;

/// <summary>Words of errors in the reader's language: the page's module knows its own; those of the kernel, which every module shares, are added.</summary>
public static class ErrorWords
{
    private static readonly IStringLocalizer Kernel =
        new ResourceManagerStringLocalizerFactory(Options.Create(new LocalizationOptions()), NullLoggerFactory.Instance).Create(typeof(KernelWords));

    public static string Say(this IStringLocalizer words, Error error)
    {
        var own = words[error.Message, error.Args];
        return own.ResourceNotFound ? Kernel[error.Message, error.Args].Value : own.Value;
    }
}

/// <summary>The form's edge of <see cref="Result"/>: puts a handler's errors beside their fields, in the reader's language.</summary>
public static class FormRefusal
{
    /// <summary>Shows <paramref name="errors"/>; one that names no field, or a field that the form does not have, stands at the top.</summary>
    public static void Refuse(this EditContext form, IReadOnlyList<Error> errors, IStringLocalizer words)
    {
        var messages = new ValidationMessageStore(form);
        foreach (var error in errors)
            messages.Add(error.Field is { } field ? form.Field(field) : new FieldIdentifier(form.Model, ""), words.Say(error));
        form.NotifyValidationStateChanged();
    }
}

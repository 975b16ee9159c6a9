using Linchpin.Kernel;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;

namespace Linchpin.Shell.Components.Forms;

/// <summary>The form's edge of <see cref="Result"/>: puts a handler's errors beside their fields, in the reader's language.</summary>
public static class FormRefusal
{
    /// <summary>Shows <paramref name="errors"/>; one that names no field, or a field that the form does not have, stands at the top.</summary>
    public static void Refuse(this EditContext form, IReadOnlyList<Error> errors, IStringLocalizer words)
    {
        var messages = new ValidationMessageStore(form);
        foreach (var error in errors)
            messages.Add(error.Field is { } field ? form.Field(field) : new FieldIdentifier(form.Model, ""), words[error.Message, error.Args].Value);
        form.NotifyValidationStateChanged();
    }
}

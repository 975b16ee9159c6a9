using System.ComponentModel.DataAnnotations;

namespace Linchpin.Shell.Design;

/// <summary>A form that is checked and then forgotten: it shows how fields, hints and errors look.</summary>
[Microsoft.Extensions.Validation.ValidatableType]
public sealed class DesignForm
{
    [Required(ErrorMessage = "Enter a name"), StringLength(80, ErrorMessage = "A name has at most 80 letters")]
    public string? Name { get; set; }

    [Required(ErrorMessage = "Enter a phone number")]
    public string? CallbackNumber { get; set; }

    public string? Remark { get; set; }

    [Required(ErrorMessage = "Choose one answer")]
    public string? Privacy { get; set; }
}

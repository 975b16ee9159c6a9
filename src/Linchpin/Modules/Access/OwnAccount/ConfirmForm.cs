using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;

namespace Linchpin.Modules.Access.OwnAccount;

[ValidatableType]
public sealed class ConfirmForm
{
    [Required(ErrorMessage = "Enter your password.")]
    [StringLength(256, ErrorMessage = "Keep the password under 256 characters.")]
    public string? Password { get; set; }

    [StringLength(64, ErrorMessage = "A code is shorter than this.")]
    public string? Code { get; set; }

    /// <summary>The account is known here, so that the answer need not say "e-mail or password".</summary>
    internal static Error Wrong { get; } = Error.Invalid("Password", "The password is not right. After ten wrong tries wait five minutes.");
}

using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.SecondFactor;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Modules.Audit.Contracts;

namespace Linchpin.Modules.Access.SignIn;

[ValidatableType]
public sealed class CodeForm
{
    [Required(ErrorMessage = "Enter the code.")]
    [StringLength(64, ErrorMessage = "A code is shorter than this.")]
    public string? Code { get; set; }
}

/// <summary>The second step of a sign-in: a code, after a password or a mailed link.</summary>
internal sealed class SecondStep(SecondStepTicket ticket, CheckCode codes, WrongTries tries, LetIn letIn, IHttpContextAccessor http, TimeProvider clock)
{
    public async Task<Result> HandleAsync(CodeForm form, CancellationToken cancel)
    {
        if (await ticket.ReadAsync() is not { Account: var account, By: var by }) return RanOut;
        var isRight = await codes.HandleAsync(account, form.Code!, cancel);
        if (!isRight.IsOk) return isRight;
        await tries.ForgetAsync(account, new AuditEvent("account.sign-in", "Account", account.Id, account.Client, Detail: "code", Doer: new(account.Id)), cancel);
        await ticket.TakeBackAsync();
        SignInCookie.ProvenBy(http.HttpContext!, by);
        await letIn.AsAsync(account, by == SignInKind.MailedLink ? Proof.MailedLinkAndCode(clock.GetUtcNow()) : Proof.PasswordAndCode(clock.GetUtcNow()));
        return Result.Ok;
    }

    public static Error RanOut { get; } = Error.Refused("This step took longer than five minutes. Sign in again.");
}

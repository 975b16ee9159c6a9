using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>By which clients' charts somebody who stands by them was invited to an account.</summary>
public interface ISupporterInvitations
{
    /// <summary>Those of the ties by which the supporter was invited and still is. An invitation that was not answered yet is answered by this: whoever had an account
    /// already makes no other one, they look.</summary>
    Task<IReadOnlySet<Guid>> TakeUpAsync(SupporterId supporter, IReadOnlyCollection<Guid> ties, CancellationToken cancel);

    /// <summary>Takes back what was sent by this tie, accepted or not. Does nothing when nothing was. Written with the next save of this scope.</summary>
    Task WithdrawAsync(Guid tie, CancellationToken cancel);
}

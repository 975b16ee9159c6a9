using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>One sign-in of an account: from its password (or passkey, or mailed link) to its end. "Session" means a therapy session in this house.</summary>
public readonly record struct SignInId(Guid Value) : ITypedId<SignInId>
{
    public static SignInId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

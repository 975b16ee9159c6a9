using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;

namespace Linchpin.Modules.Notes.Cosign;

[ValidatableType]
public sealed class CosignForm
{
    public bool HasRead { get; set; }
}

[ValidatableType]
public sealed class ReturnForm
{
    public string? Reason { get; set; }
}

/// <summary>What a reader may do about the co-signature of a note. Razor makes every component public; what stands in here stays the module's own.</summary>
public sealed class CosignView
{
    internal CosignView(Cosignature last, bool mayDecide, bool mayAskAgain) => (Last, MayDecide, MayAskAgain) = (last, mayDecide, mayAskAgain);

    internal Cosignature Last { get; }

    internal bool MayDecide { get; }

    internal bool MayAskAgain { get; }

    internal bool Offers => MayDecide || MayAskAgain;
}

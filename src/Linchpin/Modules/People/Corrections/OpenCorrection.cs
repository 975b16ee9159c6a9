using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.Corrections;

/// <summary>The request that is open in this page, for the page's parts. Whoever put it here has authorized and audited the read.</summary>
internal sealed class OpenCorrection
{
    public CorrectionRequest? Request { get; set; }

    /// <summary>Name of who answered.</summary>
    public string? AnsweredBy { get; set; }
}

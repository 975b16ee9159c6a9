using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>The gate's word in the reader's language, for somebody who is not the worker it spoke to.</summary>
internal static class GateWords
{
    public static string Of(LicenceStanding standing, UsState state, string? licence, IStringLocalizer<SessionsWords> words)
    {
        string said = standing switch
        {
            LicenceStanding.Licensed => words["Licensed in {0}", state.Name],
            LicenceStanding.LicensedUnderSupervision => words["Licensed in {0}, under supervision", state.Name],
            LicenceStanding.NoLicence => words["No license in {0}", state.Name],
            LicenceStanding.Expired => words["The license in {0} is not active", state.Name],
            LicenceStanding.ActNotAllowed => words["The license in {0} does not allow this kind of session", state.Name],
            _ => words["No rule on record for {0}", state.Name],
        };
        return licence is null ? said : $"{said}: {licence}";
    }
}

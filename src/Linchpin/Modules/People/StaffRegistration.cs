using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Acts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.LicenceDecisions;
using Linchpin.Modules.People.LicenceRules;
using Linchpin.Modules.People.StaffCredentials;
using Linchpin.Modules.People.StaffGaps;
using Linchpin.Modules.People.StaffLicences;
using Linchpin.Modules.People.StaffRegister;
using Linchpin.Modules.People.WarnOfEnds;

namespace Linchpin.Modules.People;

/// <summary>The staff's half of the module: records, licences, and the rules that say what a licence allows.</summary>
internal static class StaffRegistration
{
    public static IServiceCollection AddStaff(this IServiceCollection services)
    {
        services.AddScoped<IStaffDirectory, StaffDirectory>();
        services.AddScoped<IInvitees, Invitees>();
        services.AddScoped<ILicenceGate, DecideLicence>();
        services.AddScoped<ILicenceWatch, LicenceWatch>();
        services.AddScoped<ICredentialWatch, CredentialWatch>();
        services.AddEndWarnings();
        services.AddHostedService<StartingRules>();

        services.AddScoped<ListStaff>();
        services.AddScoped<AddStaffHandler>();
        services.AddScoped<ChangeStaffHandler>();
        services.AddScoped<LicenceCategory>();
        services.AddScoped<AddLicenceHandler>();
        services.AddScoped<ChangeLicenceHandler>();
        services.AddScoped<KeepCredentialHandler>();
        services.AddScoped<IGapSource, RegisterGaps>();
        services.AddScoped<PrescribeHandler>();
        services.AddScoped<AddRuleHandler>();
        services.AddScoped<ChangeRuleHandler>();
        return services;
    }

    public static void MapStaff(this IEndpointRouteBuilder routes) => PrescribeEndpoint.Map(routes);
}

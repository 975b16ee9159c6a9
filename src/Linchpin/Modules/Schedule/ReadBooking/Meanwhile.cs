using Linchpin.Kernel;

namespace Linchpin.Modules.Schedule.ReadBooking;

/// <summary>The booking pages show what stands now above their form, so a stale form says that instead of "below".</summary>
internal static class Meanwhile
{
    public static IReadOnlyList<Error> Explain(IReadOnlyList<Error> errors) => errors[0].Kind == ErrorKind.Stale
        ? [Error.Conflict("This session was changed in another window or by somebody else. What stands now is shown above. If you still want your change, send the form once more.")]
        : errors;
}

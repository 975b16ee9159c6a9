using Linchpin.Kernel;

namespace Linchpin.Tests.Host;

/// <summary>The day it is in the programme. A test asks when it begins and keeps the answer: a class outlives midnight when a run crosses it, and each evening UTC has
/// another day.</summary>
public static class ProgrammeDay
{
    public static DateOnly Now() => Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default);
}

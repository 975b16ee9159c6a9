namespace Linchpin.Modules.Schedule;

/// <summary>The module's words; English is the key, the other languages stand beside it.</summary>
public sealed class ScheduleWords;

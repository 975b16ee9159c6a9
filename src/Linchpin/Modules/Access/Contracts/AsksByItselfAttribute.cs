namespace Linchpin.Modules.Access.Contracts;

/// <summary>Marks an endpoint that an open page asks on a timer. Asking it does not prolong the sign-in: otherwise a screen left alone would stay open for ever.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AsksByItselfAttribute : Attribute;

using Linchpin.Kernel;

namespace Linchpin.Modules.Assessments.Contracts;

/// <summary>One client's answers to one questionnaire.</summary>
public readonly record struct ScreeningResponseId(Guid Value) : ITypedId<ScreeningResponseId>
{
    public static ScreeningResponseId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>Something in a client's life that stands in the way.</summary>
public readonly record struct NeedId(Guid Value) : ITypedId<NeedId>
{
    public static NeedId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Linchpin.Tests.Architecture;

/// <summary>One type of ours that needs another.</summary>
/// <param name="From">Full name of the outermost type, so that lambdas and async state machines count as their method's.</param>
/// <param name="Via">The member, or "attribute NAME".</param>
/// <param name="To">Full name of the type that is needed.</param>
internal sealed record Need(string From, string Via, string To)
{
    public override string ToString() => $"{From} ({Via}) -> {To}";
}

/// <summary>The compiled application as the compiler left it: signatures, attributes and the body of every method.</summary>
internal static class CompiledHouse
{
    private static readonly Lazy<(TypeDefinition[] Types, Need[] Needs)> Read = new(Load);

    /// <summary>Outermost types.</summary>
    public static IReadOnlyList<TypeDefinition> Types => Read.Value.Types;

    /// <summary>Every need of one type of ours for another.</summary>
    public static IReadOnlyList<Need> Needs => Read.Value.Needs;

    public static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    public static bool IsMadeByTheCompiler(ICustomAttributeProvider thing) =>
        thing.CustomAttributes.Any(a => a.AttributeType.Name is "CompilerGeneratedAttribute" or "GeneratedCodeAttribute");

    private static (TypeDefinition[] Types, Need[] Needs) Load()
    {
        var module = ModuleDefinition.ReadModule(typeof(Program).Assembly.Location);
        TypeDefinition[] types = [.. module.Types.Where(t => t.Namespace.StartsWith("Linchpin", StringComparison.Ordinal))];
        var ours = types.Select(t => t.FullName).ToHashSet(StringComparer.Ordinal);
        HashSet<Need> needs = [];
        foreach (var outer in types)
        {
            foreach (var type in WithNested(outer))
            {
                foreach (var (via, needed) in NeedsOf(type))
                    foreach (var one in Parts(needed))
                        if (ours.Contains(one) && one != outer.FullName) needs.Add(new Need(outer.FullName, via, one));
            }
        }

        return (types, [.. needs]);
    }

    private static IEnumerable<(string Via, TypeReference Type)> NeedsOf(TypeDefinition type)
    {
        if (type.BaseType is not null) yield return ("base", type.BaseType);
        foreach (var i in type.Interfaces) yield return ("interface", i.InterfaceType);
        foreach (var need in Attributes(type)) yield return need;
        foreach (var constraint in type.GenericParameters.SelectMany(p => p.Constraints)) yield return ("constraint", constraint.ConstraintType);
        foreach (var field in type.Fields)
        {
            yield return (field.Name, field.FieldType);
            foreach (var need in Attributes(field)) yield return need;
        }

        foreach (var need in type.Properties.SelectMany(Attributes)) yield return need;
        foreach (var method in type.Methods)
        {
            yield return (method.Name, method.ReturnType);
            foreach (var parameter in method.Parameters) yield return (method.Name, parameter.ParameterType);
            foreach (var constraint in method.GenericParameters.SelectMany(p => p.Constraints)) yield return (method.Name, constraint.ConstraintType);
            foreach (var need in Attributes(method)) yield return need;
            if (!method.HasBody) continue;
            foreach (var variable in method.Body.Variables) yield return (method.Name, variable.VariableType);
            foreach (var handler in method.Body.ExceptionHandlers.Where(h => h.CatchType is not null)) yield return (method.Name, handler.CatchType);
            foreach (var needed in method.Body.Instructions.SelectMany(i => Operand(i.Operand))) yield return (method.Name, needed);
        }
    }

    private static IEnumerable<TypeReference> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments, .. method.Parameters.Select(p => p.ParameterType)],
        MethodReference method => [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)],
        _ => [],
    };

    private static IEnumerable<(string Via, TypeReference Type)> Attributes(ICustomAttributeProvider thing)
    {
        foreach (var attribute in thing.CustomAttributes)
        {
            var via = "attribute " + attribute.AttributeType.Name;
            yield return (via, attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments.Concat(attribute.Properties.Select(p => p.Argument)))
                if (argument.Value is TypeReference type) yield return (via, type);
        }
    }

    // Unwraps arrays, generic arguments, by-refs and nested types into names of outermost types.
    private static IEnumerable<string> Parts(TypeReference type)
    {
        switch (type)
        {
            case GenericParameter:
                yield break;
            case GenericInstanceType generic:
                foreach (var part in generic.GenericArguments.SelectMany(Parts)) yield return part;
                break;
        }

        var element = type.GetElementType();
        while (element is TypeSpecification wrapped) element = wrapped.ElementType;
        while (element.DeclaringType is not null) element = element.DeclaringType;
        if (element is not GenericParameter) yield return element.FullName;
    }
}

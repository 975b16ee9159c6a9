// Stand-ins with the shape of the kernel's own types, until those land; this file goes with the rebase.
#pragma warning disable IDE0130, CA1000, MA0018
namespace Linchpin.Kernel;

public enum ErrorKind
{
    Invalid,
    NotFound,
    Stale,
    Conflict,
    Refused,
    Unavailable,
}

public sealed record Error(ErrorKind Kind, string Message, string? Field = null, params object[] Args)
{
    public static Error Invalid(string field, string message, params object[] args) => new(ErrorKind.Invalid, message, field, args);

    public static Error Conflict(string message, params object[] args) => new(ErrorKind.Conflict, message, null, args);

    public static Error Refused(string message, params object[] args) => new(ErrorKind.Refused, message, null, args);
}

public readonly struct Result
{
    private readonly IReadOnlyList<Error>? _errors;

    private Result(IReadOnlyList<Error> errors) => _errors = errors;

    public static Result Ok => default;

    public bool IsOk => _errors is null;

    public IReadOnlyList<Error> Errors => _errors ?? [];

    public static implicit operator Result(Error error) => new([error]);

    public static Result Fail(IReadOnlyList<Error> errors) => new(errors);

    public static Result From(IReadOnlyList<Error> errors) => errors.Count == 0 ? Ok : new(errors);
}

public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly IReadOnlyList<Error>? _errors;

    private Result(T? value, IReadOnlyList<Error>? errors) => (_value, _errors) = (value, errors);

    public bool IsOk => _errors is null;

    public T Value => _errors is null ? _value! : throw new InvalidOperationException(_errors[0].Message);

    public IReadOnlyList<Error> Errors => _errors ?? [];

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, [error]);

    public static Result<T> Fail(IReadOnlyList<Error> errors) => new(default, errors);
}

public interface ITypedId<TSelf> where TSelf : struct, ITypedId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

public readonly record struct ClientId(Guid Value) : ITypedId<ClientId>
{
    public static ClientId From(Guid value) => new(value);
}

public readonly record struct StaffId(Guid Value) : ITypedId<StaffId>
{
    public static StaffId From(Guid value) => new(value);
}

public readonly record struct SessionId(Guid Value) : ITypedId<SessionId>
{
    public static SessionId From(Guid value) => new(value);
}

public static class Text
{
    public static string? CleanLines(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

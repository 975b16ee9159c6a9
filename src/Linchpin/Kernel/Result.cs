namespace Linchpin.Kernel;

/// <summary>What sort of expected failure it is; each edge (page, ProblemDetails, OperationOutcome) maps the kind to its own status.</summary>
public enum ErrorKind
{
    /// <summary>A value that was given is missing or wrong; <see cref="Error.Field"/> says which.</summary>
    Invalid,

    /// <summary>It does not exist, or it is out of the actor's reach: the two are never told apart.</summary>
    NotFound,

    /// <summary>It was changed by somebody else since it was read.</summary>
    Stale,

    /// <summary>It clashes with something that already stands (a second booking at the same hour).</summary>
    Conflict,

    /// <summary>A rule of the house or of the law forbids it now; the message says what can be done instead.</summary>
    Refused,

    /// <summary>A part that is needed does not answer (disk, mail server); trying again may help.</summary>
    Unavailable,
}

/// <summary>An expected failure in words.</summary>
/// <param name="Kind">The sort of failure.</param>
/// <param name="Message">English sentence that is also the key of its translation; may hold <c>{0}</c> places for <paramref name="Args"/>.</param>
/// <param name="Field">Name of the form field that the message belongs beside, or null for the whole form.</param>
/// <param name="Args">Values for the places in the message. Never a secret: they are shown.</param>
public sealed record Error(ErrorKind Kind, string Message, string? Field = null, params object[] Args)
{
    public static Error Invalid(string field, string message, params object[] args) => new(ErrorKind.Invalid, message, field, args);

    public static Error NotFound { get; } = new(ErrorKind.NotFound, "We could not find that.");

    public static Error Stale { get; } = new(ErrorKind.Stale, "This was changed in another window or by somebody else. Both versions are shown below.");

    /// <summary>Others were quicker in every round of a try; see <c>Redecide</c>.</summary>
    public static Error Overtaken { get; } = new(ErrorKind.Conflict, "Somebody else changed this at the same moment. Nothing was saved; try again.");

    /// <summary>The record was put away: it is read, and nothing new is written in it.</summary>
    public static Error Archived { get; } = new(ErrorKind.Refused, "This record is archived. Bring it back to go on.");

    public static Error Conflict(string message, params object[] args) => new(ErrorKind.Conflict, message, null, args);

    public static Error Refused(string message, params object[] args) => new(ErrorKind.Refused, message, null, args);

    public static Error Unavailable(string message, params object[] args) => new(ErrorKind.Unavailable, message, null, args);
}

/// <summary>Success, or one or more expected failures.</summary>
public readonly struct Result
{
    private readonly IReadOnlyList<Error>? _errors;

    private Result(IReadOnlyList<Error> errors) => _errors = errors;

    public static Result Ok => default;

    public bool IsOk => _errors is null;

    public IReadOnlyList<Error> Errors => _errors ?? [];

    public static implicit operator Result(Error error) => new([error]);

    public static Result Fail(IReadOnlyList<Error> errors) =>
        errors.Count > 0 ? new(errors) : throw new ArgumentException("A failure names at least one error.", nameof(errors));

    /// <summary>Success when the list is empty, otherwise a failure with all of them.</summary>
    public static Result From(IReadOnlyList<Error> errors) => errors.Count == 0 ? Ok : new(errors);
}

/// <summary>A value, or one or more expected failures.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;
    private readonly IReadOnlyList<Error>? _errors;

    private Result(T? value, IReadOnlyList<Error>? errors)
    {
        _value = value;
        _errors = errors;
    }

    public bool IsOk => _errors is null;

    /// <summary>The value of a success.</summary>
    /// <exception cref="InvalidOperationException">The result is a failure.</exception>
    public T Value => _errors is null ? _value! : throw new InvalidOperationException("A failed result has no value: " + _errors[0].Message);

    public IReadOnlyList<Error> Errors => _errors ?? [];

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, [error]);

    public static Result<T> Fail(IReadOnlyList<Error> errors) =>
        errors.Count > 0 ? new(default, errors) : throw new ArgumentException("A failure names at least one error.", nameof(errors));

    public Result Discard() => _errors is null ? Result.Ok : Result.Fail(_errors);
}

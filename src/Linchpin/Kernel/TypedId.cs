namespace Linchpin.Kernel;

/// <summary>An identifier that can't be passed where another kind is meant. Values are UUID version 7: they sort by the time they were made.</summary>
public interface ITypedId<TSelf> where TSelf : struct, ITypedId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

public static class TypedId
{
    /// <summary>A new identifier stamped with the clock's present instant.</summary>
    public static TId New<TId>(TimeProvider clock) where TId : struct, ITypedId<TId> =>
        TId.From(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>A new identifier stamped with <paramref name="now"/>.</summary>
    public static TId New<TId>(DateTimeOffset now) where TId : struct, ITypedId<TId> =>
        TId.From(Guid.CreateVersion7(now));
}

/// <summary>A client's record.</summary>
public readonly record struct ClientId(Guid Value) : ITypedId<ClientId>
{
    public static ClientId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A staff member's record.</summary>
public readonly record struct StaffId(Guid Value) : ITypedId<StaffId>
{
    public static StaffId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>Somebody who stands by clients.</summary>
public readonly record struct SupporterId(Guid Value) : ITypedId<SupporterId>
{
    public static SupporterId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A sign-in account.</summary>
public readonly record struct AccountId(Guid Value) : ITypedId<AccountId>
{
    public static AccountId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>One session, from its booking (Schedule) over the room (Sessions) to its note (Notes).</summary>
public readonly record struct SessionId(Guid Value) : ITypedId<SessionId>
{
    public static SessionId From(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

using Linchpin.Kernel;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Linchpin.Platform.Data;

internal sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Wrap(value))
    where TId : struct, ITypedId<TId>
{
    // An expression tree may not call a static interface member itself.
    private static TId Wrap(Guid value) => TId.From(value);
}

internal sealed class UsStateConverter() : ValueConverter<UsState, string>(state => state.Code, code => UsState.Parse(code));

internal sealed class PhoneNumberConverter() : ValueConverter<PhoneNumber, string>(number => number.E164, text => PhoneNumber.FromE164(text));

/// <summary>SQLite has no instant type and orders text; UTC ticks, cut to the microsecond, order and compare as numbers.</summary>
internal sealed class InstantToTicks() : ValueConverter<DateTimeOffset, long>(
    instant => instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond),
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

/// <summary>PostgreSQL's timestamptz keeps microseconds and takes only UTC.</summary>
internal sealed class InstantToUtc() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    instant => new DateTimeOffset(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
    instant => instant.ToUniversalTime());

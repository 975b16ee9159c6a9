using System.Text.Json;
using System.Text.Json.Serialization;
using Linchpin.Kernel;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Linchpin.Modules.People.Data;

/// <summary>A value object that belongs to its row alone, kept as one JSON text. Nothing queries into it.</summary>
internal static class JsonColumn
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(), new PhoneNumberText(), new UsStateText() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // What a record computes from its parts is not kept beside them.
        IgnoreReadOnlyProperties = true,
    };

    public static PropertyBuilder<T> AsJson<T>(this PropertyBuilder<T> property) => property.HasConversion(
        new ValueConverter<T, string>(value => Write(value), text => Read<T>(text)),
        new ValueComparer<T>((a, b) => Write(a) == Write(b), value => Write(value).GetHashCode(StringComparison.Ordinal), value => value));

    private static string Write<T>(T value) => value is null ? "null" : JsonSerializer.Serialize(value, Options);

    private static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options)!;

    private sealed class PhoneNumberText : JsonConverter<PhoneNumber>
    {
        public override PhoneNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => PhoneNumber.FromE164(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, PhoneNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.E164);
    }

    private sealed class UsStateText : JsonConverter<UsState>
    {
        public override UsState Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => UsState.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, UsState value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
    }
}

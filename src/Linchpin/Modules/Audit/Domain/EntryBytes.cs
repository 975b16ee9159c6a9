using System.Buffers.Binary;
using System.Text;

namespace Linchpin.Modules.Audit.Domain;

/// <summary>What the MAC of an entry covers, besides the MAC before it, as the database keeps it.</summary>
internal readonly record struct EntryFields(
    long Sequence, long UtcTicks, Guid? Account, string Kind, string Roles, string? From, string? Trace, string Action, string Resource, Guid? ResourceId, Guid? About,
    string Outcome, string? Detail);

/// <summary>Writes the bytes that are signed. Every part is written with its length, so that no two different entries have the same bytes; the format is that of
/// <see cref="BinaryWriter"/>. The buffer is kept from entry to entry: a walk over ten million of them makes one.</summary>
internal sealed class EntryBytes
{
    // Lengths, flags, numbers and ids; strings come on top, at most three bytes a UTF-16 unit.
    private const int Fixed = 256;
    private byte[] _buffer = new byte[1024];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Write(ReadOnlySpan<byte> previousMac, in EntryFields entry)
    {
        var units = entry.Kind.Length + entry.Roles.Length + Length(entry.From) + Length(entry.Trace) + entry.Action.Length + entry.Resource.Length + entry.Outcome.Length + Length(entry.Detail);
        var most = Fixed + previousMac.Length + (units * 3);
        if (_buffer.Length < most) _buffer = new byte[most];
        _length = 0;
        previousMac.CopyTo(_buffer);
        _length = previousMac.Length;
        Write(entry.Sequence);
        Write(entry.UtcTicks);
        Write(entry.Account);
        Write(entry.Kind);
        Write(entry.Roles);
        WriteOptional(entry.From);
        WriteOptional(entry.Trace);
        Write(entry.Action);
        Write(entry.Resource);
        Write(entry.ResourceId);
        Write(entry.About);
        Write(entry.Outcome);
        WriteOptional(entry.Detail);
    }

    private static int Length(string? text) => text?.Length ?? 0;

    private void Write(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), number);
        _length += sizeof(long);
    }

    private void Write(Guid? id)
    {
        _buffer[_length++] = id is null ? (byte)0 : (byte)1;
        if (id is not { } value) return;
        value.TryWriteBytes(_buffer.AsSpan(_length));
        _length += 16;
    }

    private void WriteOptional(string? text)
    {
        _buffer[_length++] = text is null ? (byte)0 : (byte)1;
        if (text is not null) Write(text);
    }

    private void Write(string text)
    {
        var left = (uint)Encoding.UTF8.GetByteCount(text);
        while (left >= 0x80)
        {
            _buffer[_length++] = (byte)(left | 0x80);
            left >>= 7;
        }

        _buffer[_length++] = (byte)left;
        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }
}

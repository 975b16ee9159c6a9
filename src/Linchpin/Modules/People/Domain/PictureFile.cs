using System.Buffers.Binary;
using Linchpin.Kernel;

namespace Linchpin.Modules.People.Domain;

/// <summary>A picture as it is kept: told by its own bytes what it is, and rid of everything that is no picture. Cameras write where and when and with what it was taken.</summary>
/// <remarks>JPEG: ITU-T T.81, annex B; Exif: CIPA DC-008. PNG: ISO/IEC 15948. Nothing is decoded: the parts that hold the picture are copied, all others are left out.</remarks>
internal sealed record PictureFile(string Type, int Width, int Height, byte[] Bytes)
{
    /// <summary>Bytes.</summary>
    public const int Largest = 4 * 1024 * 1024;

    /// <summary>Pixels of the longer side. Telephones make no larger ones.</summary>
    public const int LongestSide = 8192;

    private const int ShortestSide = 64;

    public static Result<PictureFile> Read(ReadOnlySpan<byte> file)
    {
        if (file.Length == 0) return Error.Invalid("Photo", "Choose a picture.");
        if (file.Length > Largest) return Error.Invalid("Photo", "This picture is larger than 4 MB. Choose a smaller one.");
        try
        {
            var read = file is [0xFF, 0xD8, 0xFF, ..] ? Jpeg(file) : file.StartsWith(PngStart) ? Png(file) : null;
            if (read is null) return Error.Invalid("Photo", "This is not a JPEG or PNG picture. Save it as JPEG, then choose it again.");
            if (Math.Max(read.Width, read.Height) > LongestSide || Math.Min(read.Width, read.Height) < ShortestSide)
                return Error.Invalid("Photo", "The sides of the picture must have {0} to {1} pixels.", ShortestSide, LongestSide);
            return read;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            // A length in it points behind its end.
            return Error.Invalid("Photo", "This picture is damaged. Choose another one.");
        }
    }

    private static ReadOnlySpan<byte> PngStart => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static PictureFile? Jpeg(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write(file[..2]);
        var (width, height, turned, at) = (0, 0, 1, 2);
        while (true)
        {
            if (file[at] != 0xFF) return null;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            // What was put behind the end of the picture is left out.
            if (marker == 0xD9)
            {
                kept.Write(file.Slice(at, 2));
                return width == 0 ? null : new PictureFile("image/jpeg", width, height, WithOrientation(kept.ToArray(), turned));
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(file.Slice(at + 2, 2));
            if (length < 2) return null;
            var segment = file.Slice(at, length + 2);
            // Start of frame, but for the tables and the reserved ones between.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment.Slice(5, 2)), BinaryPrimitives.ReadUInt16BigEndian(segment.Slice(7, 2)));
            if (marker == 0xE1 && segment.Length > 10 && segment.Slice(4, 6).SequenceEqual("Exif\0\0"u8)) turned = Orientation(segment[10..]);
            // APPn and comments go; Adobe's (APP14) tells how the colours are to be read.
            if (marker is (< 0xE0 or > 0xEF or 0xEE) and not 0xFE) kept.Write(segment);
            at += length + 2;
            if (marker != 0xDA) continue;
            // The scan itself: in it FF stands before 00 or a restart alone. A progressive picture has several scans, with tables between.
            var scan = at;
            while (file[at] != 0xFF || file[at + 1] is 0x00 or (>= 0xD0 and <= 0xD7)) at++;
            kept.Write(file[scan..at]);
        }
    }

    // The one thing of Exif that belongs to the picture: which side is up.
    private static int Orientation(ReadOnlySpan<byte> tiff)
    {
        var little = tiff[0] == (byte)'I';
        int Two(ReadOnlySpan<byte> b) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);
        int Four(ReadOnlySpan<byte> b) => little ? BinaryPrimitives.ReadInt32LittleEndian(b) : BinaryPrimitives.ReadInt32BigEndian(b);
        var directory = Four(tiff.Slice(4, 4));
        var entries = Two(tiff.Slice(directory, 2));
        for (var i = 0; i < entries; i++)
        {
            var entry = tiff.Slice(directory + 2 + (i * 12), 12);
            if (Two(entry) == 0x0112) return Two(entry.Slice(8, 2)) is >= 1 and <= 8 and var turned ? turned : 1;
        }

        return 1;
    }

    private static byte[] WithOrientation(byte[] picture, int turned)
    {
        if (turned == 1) return picture;
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turned, 0, 0, 0, 0, 0, 0];
        return [.. picture[..2], .. exif, .. picture[2..]];
    }

    private static PictureFile? Png(ReadOnlySpan<byte> file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write(PngStart);
        var (width, height, at) = (0, 0, PngStart.Length);
        while (true)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.Slice(at, 4));
            var chunk = file.Slice(at, checked(length + 12));
            var name = chunk.Slice(4, 4);
            if (name.SequenceEqual("IHDR"u8)) (width, height) = (BinaryPrimitives.ReadInt32BigEndian(chunk.Slice(8, 4)), BinaryPrimitives.ReadInt32BigEndian(chunk.Slice(12, 4)));
            // A capital first letter: the picture can't be shown without it. Of the others only transparency.
            if (char.IsAsciiLetterUpper((char)name[0]) || name.SequenceEqual("tRNS"u8)) kept.Write(chunk);
            if (name.SequenceEqual("IEND"u8)) return width > 0 && height > 0 ? new PictureFile("image/png", width, height, kept.ToArray()) : null;
            at += chunk.Length;
        }
    }
}

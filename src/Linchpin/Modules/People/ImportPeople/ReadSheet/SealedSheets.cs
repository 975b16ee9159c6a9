using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Linchpin.Modules.People.ImportPeople.Domain;
using Microsoft.AspNetCore.DataProtection;

namespace Linchpin.Modules.People.ImportPeople.ReadSheet;

/// <param name="Take">Chosen to become a person; decided when the import begins.</param>
/// <param name="Findings">What was found when it was decided; null before.</param>
internal sealed record KeptRow(int Number, IReadOnlyList<string> Cells, bool Take = false, IReadOnlyList<RowFinding>? Findings = null)
{
    public SheetRow Row => new(Number, Cells);
}

internal sealed record KeptSheet(IReadOnlyList<string> Columns, IReadOnlyList<KeptRow> Rows);

/// <summary>Tables of people who may never become anybody's client, sealed with the house's keys as long as they are kept.</summary>
internal sealed class SealedSheets(IDataProtectionProvider protection)
{
    public byte[] Seal(Guid import, KeptSheet sheet)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest)) JsonSerializer.Serialize(zip, sheet);
        return Protector(import).Protect(packed.ToArray());
    }

    /// <summary>The table; null when the data folder's keys are not those it was sealed with.</summary>
    public KeptSheet? Open(ImportSheet? kept)
    {
        if (kept is null) return null;
        try
        {
            using var packed = new MemoryStream(Protector(kept.Import).Unprotect(kept.Sealed));
            using var zip = new GZipStream(packed, CompressionMode.Decompress);
            return JsonSerializer.Deserialize<KeptSheet>(zip);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(Guid import) => protection.CreateProtector("Linchpin.People.Import", import.ToString());
}

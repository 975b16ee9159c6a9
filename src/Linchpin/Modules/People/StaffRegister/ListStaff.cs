using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffRegister;

/// <param name="Licences">In use, those that expire first in front.</param>
internal sealed record StaffRow(StaffId Id, string Name, string Email, StaffPosition Position, bool IsActive, DateOnly? ActiveThrough, IReadOnlyList<HeldLicence> Licences);

/// <summary>The register, searched the way people type: part of a name, of an address, or a licence's title, with or without accents.</summary>
internal sealed class ListStaff(CareDb care)
{
    private static readonly CompareInfo Compare = CultureInfo.InvariantCulture.CompareInfo;

    public async Task<IReadOnlyList<StaffRow>> ListAsync(string? words, bool withFormer, DateOnly today, CancellationToken cancel)
    {
        // A programme has tens of staff, at most some hundreds: read and searched here, so that both databases find the same.
        var people = await care.Set<StaffMember>().AsNoTracking().Include(s => s.Licences).ToListAsync(cancel);
        var asked = (Text.Clean(words) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. people.InOrder()
                .Where(s => withFormer || s.ActiveThrough is null || s.ActiveThrough >= today)
                .Where(s => asked.All(word => Holds(s.DisplayName, word) || Holds(s.Email, word) || s.Licences.Any(l => Holds(l.Title, word) || Holds(l.State.Code, word))))
                .Select(s => new StaffRow(
                    s.Id, s.DisplayName, s.Email, s.Position, s.IsActiveOn(today), s.ActiveThrough,
                    [.. s.Licences.Select(l => l.Held).Where(l => l.Status != LicenceStatus.Closed).OrderBy(l => l.ExpiresOn).ThenBy(l => l.State.Code, StringComparer.Ordinal)])),
        ];
    }

    private static bool Holds(string text, string word) =>
        Compare.IndexOf(text, word, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;
}

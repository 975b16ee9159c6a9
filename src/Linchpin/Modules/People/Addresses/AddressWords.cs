using Linchpin.Modules.People.Domain;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.Addresses;

/// <summary>Names the resource file of the words about addresses; the English text is the key.</summary>
public sealed class AddressWords;

internal static class AddressLook
{
    public static string KindOf(AddressEntry entry, IStringLocalizer<AddressWords> words) =>
        entry.HasNoFixedPlace ? words["No fixed address"]
        : entry.Facts.Type is AddressType.Postal ? words["For mail only"]
        : entry.Facts.Use is AddressUse.Temp ? words["For a time"]
        : entry.Facts.Type is AddressType.Physical ? words["Home, no mail"]
        : words["Home and mail"];
}

using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.MergeClients;

/// <summary>Names the resource file of the words about duplicates; the English text is the key.</summary>
public sealed class MergeWords;

internal static class MergeLook
{
    public static string Of(LikenessReason reason) => reason switch
    {
        LikenessReason.SameBirthDate => "Same birth date",
        LikenessReason.SameName => "Same name",
        LikenessReason.AlikeName => "Names spelled almost alike",
        LikenessReason.SamePhone => "Same phone number",
        _ => "Same e-mail address",
    };
}

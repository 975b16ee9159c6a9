namespace Linchpin.Shell.Components.Forms;

/// <summary>The element ids of a form's fields, so that an error summary can lead to a field it has never met.</summary>
internal static class FieldIds
{
    /// <summary>"CallbackNumber" becomes "f-callback-number".</summary>
    public static string For(string fieldName)
    {
        var id = new System.Text.StringBuilder("f");
        foreach (var letter in fieldName)
        {
            if (char.IsAsciiLetterUpper(letter) || id.Length == 1) id.Append('-');
            if (char.IsAsciiLetterOrDigit(letter)) id.Append(char.ToLowerInvariant(letter));
        }

        return id.ToString();
    }
}

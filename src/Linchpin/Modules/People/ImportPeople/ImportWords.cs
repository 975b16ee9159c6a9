using Linchpin.Kernel;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Shell.Components.Forms;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.ImportPeople;

/// <summary>Names the resource file of the words about imports; the English text is the key.</summary>
public sealed class ImportWords;

/// <summary>What was found about rows and columns, in words. Rows are held against the rules of the forms, so that much of it stands in the words of those.</summary>
internal sealed class ImportText(IStringLocalizer<ImportWords> own, IStringLocalizer<ClientWords> clients, IStringLocalizer<StaffWords> staff)
{
    public string Say(ImportKind kind, string key, params object[] args)
    {
        // The English of every key is the key itself, so that the first one that knows a translation has it.
        IStringLocalizer[] order = kind is ImportKind.Clients ? [own, clients, staff] : [own, staff, clients];
        var known = Array.Find(order, words => !words[key].ResourceNotFound);
        return known is null ? own.Say(new Error(ErrorKind.Invalid, key, null, args)) : known[key, args].Value;
    }

    public string Say(ImportKind kind, RowFinding finding)
    {
        var words = Say(kind, finding.Message, [.. finding.Args]);
        return finding.Field is null ? words : $"{LabelOf(kind, finding.Field)}: {words}";
    }

    public string LabelOf(ImportKind kind, string field) => Say(kind, ImportFields.LabelOf(kind, field));

    /// <summary>The errors with our own words inside them translated.</summary>
    public IReadOnlyList<Error> InWords(ImportKind kind, IReadOnlyList<Error> errors) =>
        [.. errors.Select(e => e with { Args = [.. e.Args.Select(a => a is Label label ? Say(kind, label.Key) : a)] })];
}

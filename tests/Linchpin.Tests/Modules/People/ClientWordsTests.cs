using System.Globalization;
using System.Resources;
using Linchpin.Modules.People;
using Linchpin.Modules.People.ClientForms;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Tests.Modules.People;

/// <summary>Words that come out of data, which a search of the source for keys can't see.</summary>
public sealed class ClientWordsTests
{
    [Fact]
    public void Words_WhenTheyComeFromData_AreThereInSpanish()
    {
        var spanish = new ResourceManager(typeof(ClientWords)).GetResourceSet(CultureInfo.GetCultureInfo("es"), createIfNotExists: true, tryParents: false)!;
        IEnumerable<string> keys =
        [
            .. HudLivingSituations.All.SelectMany(s => new[] { s.Label, s.Plain, "HUD category: " + s.Category }), .. SpokenLanguages.Names.Values,
            .. ClientForm.Fields.Select(f => f.Label), .. ClientForm.Reachables.Select(r => r.Label), .. Enum.GetNames<ContactUse>(),
        ];
        Assert.Empty(keys.Where(key => spanish.GetString(key) is null).Distinct(StringComparer.Ordinal));
    }
}

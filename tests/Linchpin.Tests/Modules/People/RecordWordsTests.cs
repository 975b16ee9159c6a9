using System.Globalization;
using System.Resources;
using Linchpin.Modules.People.ArchiveClient;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Corrections;
using Linchpin.Modules.People.Devices;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.Insurance;
using Linchpin.Modules.People.Supporters;

namespace Linchpin.Tests.Modules.People;

/// <summary>Words of the wider record that come out of data, which a search of the source for keys can't see.</summary>
public sealed class RecordWordsTests
{
    public static TheoryData<Type, string[]> Words => new()
    {
        { typeof(SupporterWords), [.. SupporterLook.Relations.Values, .. SupporterLook.Authorities.Values, .. SupporterLook.DayChoices.Values, .. SpokenLanguages.Names.Values, .. SupporterForm.Fields.Select(f => f.Label), "Yes"] },
        { typeof(ArchiveWords), [.. Enum.GetValues<OpenWorkKind>().Select(OpenWorkWords.Of)] },
        { typeof(CorrectionWords), [.. CorrectionLook.Grounds.Values, "Corrections you asked for", "Corrections the client asked for", CorrectionDue.Kind.Title] },
        { typeof(DeviceWords), [.. DeviceLook.Phones.Values, .. DeviceLook.Ownerships.Values, .. DeviceLook.Plans.Values, .. DeviceLook.Videos.Values, .. ConnectionForm.Fields.Select(f => f.Label), "Yes"] },
        { typeof(InsuranceWords), [.. InsuranceLook.Relations.Values, .. Enumerable.Range(1, CoverageFacts.MostOrder).Select(InsuranceLook.Place)] },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void Words_WhenTheyComeFromData_AreThereInSpanish(Type words, string[] keys)
    {
        var spanish = new ResourceManager(words).GetResourceSet(CultureInfo.GetCultureInfo("es"), createIfNotExists: true, tryParents: false)!;
        Assert.Empty(keys.Where(key => spanish.GetString(key) is null).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Codes_WhenAFormOffersThem_AreAllOfThem()
    {
        Assert.Equal(Enum.GetNames<Relation>().Order(StringComparer.Ordinal), SupporterLook.Relations.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<LegalAuthority>().Order(StringComparer.Ordinal), SupporterLook.Authorities.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<DenialGround>().Order(StringComparer.Ordinal), CorrectionLook.Grounds.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<PhoneKind>().Order(StringComparer.Ordinal), DeviceLook.Phones.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<DataPlan>().Order(StringComparer.Ordinal), DeviceLook.Plans.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetNames<VideoQuality>().Order(StringComparer.Ordinal), DeviceLook.Videos.Keys.Order(StringComparer.Ordinal));
    }
}

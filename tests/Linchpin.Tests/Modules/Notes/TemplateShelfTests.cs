using Linchpin.Modules.Notes.Domain;

namespace Linchpin.Tests.Modules.Notes;

public sealed class TemplateShelfTests
{
    private const string Section = """{"key":"data","title":{"en":"Data","es":"Datos"},"help":{"en":"h","es":"a"},"required":true,"takes":["Agenda"]}""";

    [Fact]
    public void Load_WhenTheProgramStarts_HasBothShapesAndEveryFactHasAPlaceInEach()
    {
        var shelf = TemplateShelf.Load();
        Assert.Equal(["dap", "soap"], shelf.Offered.Select(t => t.Id));
        foreach (var template in shelf.Offered)
            Assert.Equal(Enum.GetValues<FactKind>().Order(), template.Sections.SelectMany(s => s.Takes).Order());
    }

    [Theory]
    [InlineData("""{"id":"x","version":1,"title":{"en":"X","es":"X"},"sections":[]}""", "no sections")]
    [InlineData("""{"id":"X y","version":1,"title":{"en":"X","es":"X"},"sections":[SECTION]}""", "small letters")]
    [InlineData("""{"id":"x","version":0,"title":{"en":"X","es":"X"},"sections":[SECTION]}""", "starts at 1")]
    [InlineData("""{"id":"x","version":1,"title":{"en":"X","es":" "},"sections":[SECTION]}""", "title in English or Spanish")]
    [InlineData("""{"id":"x","version":1,"title":{"en":"X","es":"X"},"sections":[SECTION,SECTION]}""", "stands in it twice")]
    [InlineData("""{"id":"x","version":1,"title":{"en":"X","es":"X"}}""", "can't be read")]
    [InlineData("""{"id":"x","version":1,"colour":"red","title":{"en":"X","es":"X"},"sections":[SECTION]}""", "can't be read")]
    public void Parse_WhenATemplateIsWrong_NamesTheFileAndTheFault(string json, string fault)
    {
        var wrong = Assert.Throws<InvalidDataException>(() => TemplateShelf.Parse("x.json", json.Replace("SECTION", Section, StringComparison.Ordinal)));
        Assert.Contains("x.json", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(fault, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WhenNothingIsRequired_RefusesBecauseAnEmptyNoteCouldBeSigned() =>
        Assert.Contains("empty note", Assert.Throws<InvalidDataException>(() => TemplateShelf.Parse(
            "x.json", """{"id":"x","version":1,"title":{"en":"X","es":"X"},"sections":[SECTION]}""".Replace("SECTION", Section.Replace("true", "false", StringComparison.Ordinal), StringComparison.Ordinal))).Message);
}

using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.ImportPeople.Domain;

internal enum ImportKind
{
    Clients,
    Staff,
}

/// <summary>Something of a person that a column can hold.</summary>
/// <param name="Name">The form's field.</param>
/// <param name="Label">A key of the module's words.</param>
/// <param name="Known">Column names, in English and Spanish, that are taken for it by themselves.</param>
internal sealed record ImportField(string Name, string Label, params string[] Known);

internal static class ImportFields
{
    /// <summary>The staff member who begins a client's care team.</summary>
    public const string Worker = "Worker";

    private static readonly IReadOnlyList<ImportField> Clients =
    [
        new("Given", "Given name", "first name", "firstname", "forename", "given", "nombre", "nombres", "client first name", "legal first name"),
        new("Family", "Family name", "last name", "lastname", "surname", "family", "apellido", "apellidos", "client last name", "legal last name"),
        new("Chosen", "Chosen name", "preferred name", "nickname", "goes by", "nombre elegido", "nombre preferido"),
        new("Pronouns", "Pronouns", "pronoun", "pronombres"),
        new("BirthDate", "Birth date", "dob", "date of birth", "birthdate", "birthday", "born", "fecha de nacimiento", "nacimiento"),
        new("Language", "Language", "preferred language", "spoken language", "primary language", "idioma", "lengua"),
        new("TimeZone", "Time zone", "timezone", "tz", "zona horaria", "huso horario"),
        new("Phone1", "First phone", "phone", "telephone", "phone number", "mobile", "mobile phone", "cell", "cell phone", "primary phone", "telefono", "celular", "movil", "phone 1"),
        new("Phone2", "Second phone", "home phone", "other phone", "secondary phone", "alternate phone", "phone 2", "telefono 2", "telefono de casa"),
        new("Phone3", "Third phone", "work phone", "phone 3", "telefono 3", "telefono del trabajo"),
        new("Email1", "E-mail", "email", "e mail", "email address", "mail", "correo", "correo electronico", "email 1"),
        new("Email2", "Second e-mail", "email 2", "other email", "correo 2"),
        new("HomeLine", "Street address", "address", "street", "address 1", "address line 1", "home address", "direccion", "calle", "domicilio"),
        new("HomeUnit", "Unit", "apt", "apartment", "suite", "address 2", "address line 2", "departamento", "unidad"),
        new("HomeCity", "City or town", "city", "town", "ciudad"),
        new("HomeState", "State", "home state", "estado", "province"),
        new("HomePostalCode", "ZIP code", "zip", "postal code", "postcode", "zipcode", "codigo postal"),
        new("LivingCode", "Where they live now", "living situation", "hud living situation", "hud code", "situacion de vivienda"),
        new("LivingFrom", "Since when", "living since", "living situation since", "vive ahi desde"),
        new("ContactName", "Contact's name", "emergency contact", "emergency contact name", "contacto de emergencia"),
        new("ContactRelationship", "Who they are to the client", "relationship", "emergency contact relationship", "parentesco", "relacion"),
        new("ContactPhone", "Contact's phone", "emergency contact phone", "emergency phone", "telefono del contacto", "telefono de emergencia"),
        new("ContactMayBeTold", "What they may be told", "may be told", "se le puede decir"),
        new(Worker, "Worker's work e-mail", "worker", "worker email", "social worker", "case worker", "assigned to", "therapist email", "trabajador social"),
    ];

    private static readonly IReadOnlyList<ImportField> Staff =
    [
        new("Given", "Given name", "first name", "firstname", "forename", "given", "nombre", "nombres"),
        new("Family", "Family name", "last name", "lastname", "surname", "family", "apellido", "apellidos"),
        new("Email", "Work e-mail", "email", "e mail", "email address", "mail", "work email", "correo", "correo electronico", "correo de trabajo"),
        new("Phone", "Phone", "telephone", "phone number", "mobile", "work phone", "cell", "telefono", "celular"),
        new("Position", "Position", "role", "job", "job title", "title", "puesto", "cargo", "funcion"),
        new("Languages", "Languages they work in", "languages", "language", "spoken languages", "idiomas"),
        new("TimeZone", "Time zone", "timezone", "tz", "zona horaria", "huso horario"),
        new("ActiveFrom", "First day of work", "start date", "hire date", "hired", "start", "fecha de inicio", "primer dia"),
        new("ActiveThrough", "Last day of work", "end date", "termination date", "end", "fecha de fin", "ultimo dia"),
    ];

    public static IReadOnlyList<ImportField> Of(ImportKind kind) => kind is ImportKind.Clients ? Clients : Staff;

    /// <summary>Key of the label of a form's field; the name itself when no column can hold it.</summary>
    public static string LabelOf(ImportKind kind, string field) => Of(kind).FirstOrDefault(f => f.Name == field)?.Label ?? field;

    /// <summary>Fields without which no row can become a person.</summary>
    public static IReadOnlyList<string> Needed(ImportKind kind) => kind is ImportKind.Clients ? ["Given"] : ["Given", "Email", "Position"];

    /// <summary>What each column most likely holds; null for one that is not known. No field is given twice.</summary>
    public static IReadOnlyList<string?> Guess(ImportKind kind, IReadOnlyList<string> columns)
    {
        var guessed = new string?[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            var name = Plain(columns[i]);
            if (name.Length == 0) continue;
            var field = Of(kind).FirstOrDefault(f => Plain(f.Label) == name || Plain(f.Name) == name || f.Known.Contains(name, StringComparer.Ordinal));
            if (field is not null && !guessed.Contains(field.Name, StringComparer.Ordinal)) guessed[i] = field.Name;
        }

        return guessed;
    }

    private static string Plain(string text) => string.Join(' ', SearchKey.Words(text.Replace('_', ' ')));
}

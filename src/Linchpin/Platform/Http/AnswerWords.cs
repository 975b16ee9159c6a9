using System.Globalization;

namespace Linchpin.Platform.Http;

/// <summary>What is said of an answer that carries nothing but its status. Both languages stand here and not in a resource file: these words must come even when
/// whatever broke is what reads those.</summary>
internal static class AnswerWords
{
    // Whether a form still holds its words after "back" is up to the browser: our pages are not stored, and many fields ask it to remember nothing. So: "may".

    /// <param name="status">The HTTP status.</param>
    /// <param name="stale">A form was refused because its page is too old.</param>
    /// <param name="culture">Whose language.</param>
    public static (string Title, string Text) Of(int status, bool stale, CultureInfo culture)
    {
        var spanish = culture.TwoLetterISOLanguageName == "es";
        return status switch
        {
            400 when stale => spanish
                ? ("Esta página estuvo abierta demasiado tiempo", "Nada se guardó. Vuelva atrás con el botón de su navegador: tal vez lo que escribió siga allí. Cópielo, cargue la página otra vez y envíelo de nuevo.")
                : ("This page was open for too long", "Nothing was saved. Go back with your browser's back button: what you typed may still be there. Copy it, load the page again and send it once more."),
            400 => spanish
                ? ("No pudimos leer eso", "Algo de lo que llegó no se puede leer. Nada se guardó. Vuelva atrás, revise lo que escribió y envíelo de nuevo.")
                : ("We could not read that", "Something in what arrived can't be read. Nothing was saved. Go back, look at what you typed and send it again."),
            401 => spanish
                ? ("Su sesión se cerró", "Nada se guardó. Abra la página de inicio de sesión en otra pestaña y entre otra vez. Después vuelva atrás en esta: tal vez lo que escribió siga allí, y puede enviarlo de nuevo.")
                : ("You have been signed out", "Nothing was saved. Open the sign-in page in a new tab and sign in again. Then go back in this one: what you typed may still be there, and you can send it again."),
            413 => spanish
                ? ("Eso es demasiado largo", "Nada se guardó. Vuelva atrás, acórtelo y envíelo de nuevo.")
                : ("That is too long", "Nothing was saved. Go back, make it shorter and send it again."),
            429 => spanish
                ? ("Demasiados intentos", "Desde su red llegaron muchos intentos de iniciar sesión. Espere un minuto y pruebe otra vez. Para entrar a una sesión no necesita cuenta: use el enlace que le enviamos.")
                : ("Too many tries", "Many tries to sign in came from your network. Wait a minute and try again. You don't need an account to join a session: use the link we sent you."),
            503 => spanish
                ? ("No se pudo guardar", "El almacenamiento de Linchpin está lleno o no se puede escribir. Nada de lo que envió se guardó. Vuelva atrás con el botón de su navegador: tal vez lo que escribió siga allí; cópielo. Avise a quien administra Linchpin y dele este número:")
                : ("This could not be saved", "Linchpin's storage is full or can't be written. Nothing of what you sent was saved. Go back with your browser's back button: what you typed may still be there; copy it. Tell whoever runs Linchpin, and give them this number:"),
            >= 500 => spanish
                ? ("Algo falló de nuestro lado", "Lo que ya estaba guardado sigue guardado. Vuelva atrás e intente otra vez; si vuelve a fallar, llame al programa y dé este número:")
                : ("Something broke on our side", "What was saved is still saved. Go back and try again; if it fails again, call the program and give this number:"),
            _ => spanish
                ? ("No pudimos encontrar eso", "Tal vez la página cambió de lugar, el enlace está incompleto o usted no tiene permiso para verla.")
                : ("We could not find that", "The page may have moved, the link may be incomplete, or it is not yours to see."),
        };
    }
}

using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Linchpin.Platform.Mail;

/// <summary>A message to one person. The subject never holds personal data: it is shown on lock screens and kept in server logs.</summary>
/// <param name="Sender">The name before the sending address; null leaves the one that <c>Mail__From</c> has.</param>
public sealed record Letter(string To, string Subject, string Text, string? Html = null, LetterAttachment? Attachment = null, string? Sender = null);

/// <param name="FileName">As the person sees it.</param>
/// <param name="ContentType">MIME type with parameters.</param>
/// <param name="Content">The bytes.</param>
public sealed record LetterAttachment(string FileName, string ContentType, byte[] Content);

/// <summary>Hands a letter to the mail system. Called by outbox consumers only: it throws when the mail system does not take it, and is tried again.</summary>
public interface IMailTransport
{
    /// <param name="letter">What to send.</param>
    /// <param name="messageId">The same for every try of one message, so that a receiver can drop the second copy.</param>
    /// <param name="cancel">Stops waiting.</param>
    Task SendAsync(Letter letter, Guid messageId, CancellationToken cancel);
}

/// <param name="Smtp">smtp://user:password@host:587 (STARTTLS when offered), smtps://host:465, or null for .eml files.</param>
/// <param name="From">Sender's address.</param>
/// <param name="Folder">Where .eml files go.</param>
public sealed record MailSettings(Uri? Smtp, string From, string Folder)
{
    public static MailSettings Read(IConfiguration configuration, string dataFolder)
    {
        var text = configuration["Mail:Smtp"];
        Uri? smtp = null;
        if (!string.IsNullOrWhiteSpace(text) && (!Uri.TryCreate(text, UriKind.Absolute, out smtp) || smtp.Scheme is not ("smtp" or "smtps") || smtp.Host.Length == 0))
            throw new Data.SettingException("Mail__Smtp must look like smtp://user:password@mail.example.org:587 or smtps://mail.example.org:465.");
        var from = configuration["Mail:From"] ?? "linchpin@localhost";
        if (!MailboxAddress.TryParse(from, out var sender) || sender.Address.Split('@') is not [{ Length: > 0 }, { Length: > 0 }]) throw new Data.SettingException($"Mail__From is '{from}', which is not an e-mail address.");
        return new MailSettings(smtp, from, Path.Combine(dataFolder, "mail"));
    }

    /// <summary>The bare address of <see cref="From"/>.</summary>
    public string Address => MailboxAddress.Parse(From).Address;

    internal MimeMessage Compose(Letter letter, Guid messageId, DateTimeOffset now)
    {
        var message = new MimeMessage { Subject = letter.Subject, Date = now, MessageId = $"{messageId:N}@linchpin" };
        message.From.Add(new MailboxAddress(letter.Sender ?? MailboxAddress.Parse(From).Name, Address));
        message.To.Add(MailboxAddress.Parse(letter.To));
        var body = new BodyBuilder { TextBody = letter.Text, HtmlBody = letter.Html };
        if (letter.Attachment is { } file) body.Attachments.Add(file.FileName, file.Content, ContentType.Parse(file.ContentType));
        message.Body = body.ToMessageBody();
        return message;
    }
}

internal sealed class SmtpMail(MailSettings settings, TimeProvider clock) : IMailTransport
{
    public async Task SendAsync(Letter letter, Guid messageId, CancellationToken cancel)
    {
        var smtp = settings.Smtp!;
        using var client = new SmtpClient { Timeout = 20_000 };
        var security = smtp.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable;
        await client.ConnectAsync(smtp.Host, smtp.IsDefaultPort ? (smtp.Scheme == "smtps" ? 465 : 587) : smtp.Port, security, cancel);
        if (smtp.UserInfo.Split(':', 2) is [var user, var password])
            await client.AuthenticateAsync(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password), cancel);
        await client.SendAsync(settings.Compose(letter, messageId, clock.GetUtcNow()), cancel);
        await client.DisconnectAsync(true, cancel);
    }
}

/// <summary>Without an SMTP server each letter is a file; the same letter again is the same file.</summary>
internal sealed class PickupFolderMail(MailSettings settings, TimeProvider clock) : IMailTransport
{
    public async Task SendAsync(Letter letter, Guid messageId, CancellationToken cancel)
    {
        Data.OwnerOnly.MakeFolder(settings.Folder);
        // Each try writes a file of its own: two processes can have the same message when one of them stood still.
        var part = Path.Combine(settings.Folder, $".{messageId:N}-{Guid.NewGuid():N}.part");
        try
        {
            await using (var file = new FileStream(part, Data.OwnerOnly.NewFile(FileMode.Create, FileAccess.Write)))
                await settings.Compose(letter, messageId, clock.GetUtcNow()).WriteToAsync(file, cancel);
            File.Move(part, Path.Combine(settings.Folder, $"{messageId:N}.eml"), overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }
}

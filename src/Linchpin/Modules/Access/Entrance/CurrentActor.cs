using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>Reads the actor from the request once a scope; a scope without a request belongs to the house itself.</summary>
internal sealed class CurrentActor(IHttpContextAccessor http) : ICurrentActor, IAuditWho
{
    // Not kept: sign-in changes the principal in the middle of a request.
    public Actor Actor => http.HttpContext is { } context ? Actor.From(context.User) : Actor.System;

    AuditWho IAuditWho.Current
    {
        get
        {
            var actor = Actor;
            return new AuditWho(
                actor.Account, Word(actor.Kind), string.Join(',', actor.Roles.Order(StringComparer.Ordinal)),
                http.HttpContext?.Connection.RemoteIpAddress?.ToString(), http.HttpContext?.TraceIdentifier);
        }
    }

    private static string Word(ActorKind kind) => kind switch
    {
        ActorKind.Account => "account",
        ActorKind.Participant => "participant",
        ActorKind.System => "system",
        _ => "stranger",
    };
}

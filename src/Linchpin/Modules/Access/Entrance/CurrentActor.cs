using System.Security.Claims;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>Reads the actor from the request; a scope without a request belongs to the house itself.</summary>
internal sealed class CurrentActor(IHttpContextAccessor http) : ICurrentActor, IAuditWho
{
    private (ClaimsPrincipal User, Actor Actor)? _read;

    // Kept with the principal it was read from: sign-in changes the principal in the middle of a request, and a page asks dozens of times.
    public Actor Actor
    {
        get
        {
            if (http.HttpContext is not { User: var user }) return Actor.System;
            if (_read is { } read && ReferenceEquals(read.User, user)) return read.Actor;
            var actor = Actor.From(user);
            _read = (user, actor);
            return actor;
        }
    }

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

using Linchpin.Modules.Notes.AddAddendum;
using Linchpin.Modules.Notes.Chart;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.Notes.Cosign;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.Notes.OpenNote;
using Linchpin.Modules.Notes.Paper;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.Notes.RemindOfCosignature;
using Linchpin.Modules.Notes.RemindOfNote;
using Linchpin.Modules.Notes.SaveDraft;
using Linchpin.Modules.Notes.SignNote;
using Linchpin.Modules.Notes.WholeRecord;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.AspNetCore.Authorization;

namespace Linchpin.Modules.Notes;

/// <summary>Documentation: the note of a session, from the first draft to the signed and sealed page.</summary>
public static class NotesModule
{
    public static IServiceCollection AddNotes(this IServiceCollection services)
    {
        // Read now: a template that is wrong stops the start.
        services.AddSingleton(TemplateShelf.Load());
        services.AddSingleton(CosignatureRules.Load());
        services.AddSingleton<IAuthorizationHandler, NoteAuthorization>();
        services.AddScoped<NoteEntrance>();
        services.AddScoped<FactGathering>();
        services.AddScoped<IFactSource, AssessmentFacts>();
        services.AddScoped<FactWords>();
        services.AddScoped<OpenNoteHandler>();
        services.AddScoped<SaveDraftHandler>();
        services.AddScoped<SignNoteHandler>();
        services.AddScoped<AddAddendumHandler>();
        services.AddScoped<AskForCosignature>();
        services.AddScoped<CosignNoteHandler>();
        services.AddScoped<IGapSource, CosignatureGaps>();
        services.AddScoped<ReadNoteHandler>();
        services.AddScoped<SealCheck>();
        services.AddSingleton<BrokenSeals>();
        services.AddRound<SealWatch>();
        services.AddHealthChecks().AddCheck<SealsHold>("notes");
        services.AddScoped<INoteDirectory, NoteDirectory>();
        services.AddScoped<NotesOfClient>();
        services.AddScoped<ITimelineSource, NoteTimeline>();
        services.AddScoped<IOpenWork, OpenNotes>();
        services.AddScoped<IRecordPart, NotesPart>();
        services.AddDuty<NoteReminder>(NoteReminder.Kind);
        services.AddConsumer<NoteStillUnsigned, WriteReminder>("notes.write-reminder");
        services.AddDuty<CosignatureReminder>(CosignatureReminder.Kind);
        services.AddConsumer<CosignatureWaits, WriteOfCosignature>("notes.write-of-cosignature");
        services.AddConsumer<NoteReturned, WriteOfReturn>("notes.write-of-return");
        services.AddConsumer<SessionEnded, OpenNoteWhenSessionEnds>("notes.open-when-session-ends");
        services.AddSingleton(new ChartSection(50, "notes", "Notes", typeof(NotesWords), typeof(NoteSection)));
        services.AddSingleton(new SessionPanel(60, "note", "Note", typeof(NotesWords), typeof(NotePanel)));
        return services;
    }

    public static void MapNotes(this IEndpointRouteBuilder routes)
    {
        SaveDraftEndpoint.Map(routes);
        NotePdfEndpoint.Map(routes);
    }
}

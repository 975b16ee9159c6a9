using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.ImportPeople;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Modules.People.ImportPeople.EnterRows;
using Linchpin.Modules.People.ImportPeople.ReadSheet;
using Linchpin.Modules.People.StaffRegister;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

/// <summary>An administrator who imports, without the pages.</summary>
internal sealed class ImportDesk(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Actor Admin { get; init; } = Actors.Staff(new StaffId(Guid.CreateVersion7()), ProgrammeRoles.Admin);

    /// <summary>A name that stands nowhere else.</summary>
    public static string NewName() => "Zz" + string.Concat(Guid.NewGuid().ToByteArray().Select(b => (char)('a' + (b % 26))));

    /// <summary>Somebody of the care staff, with the address by which rows name them.</summary>
    public async Task<(StaffId Id, string Email)> WorkerAsync()
    {
        var form = new StaffForm { Id = Guid.CreateVersion7(), Given = "Wanda", Family = NewName(), Email = $"{NewName()}@example.org", Position = "SocialWorker", Languages = ["en"], ActiveFrom = new DateOnly(2020, 1, 1) };
        Assert.True((await DoAsync<AddStaffHandler, Result<StaffId>>(h => h.HandleAsync(form, Admin, Cancel))).IsOk);
        return (new StaffId(form.Id), form.Email.ToLowerInvariant());
    }

    public Task<Result<Guid>> UploadAsync(ImportKind kind, string text, Guid? id = null) => DoAsync<UploadSheet, Result<Guid>>(h => h.HandleAsync(kind, Form(text, id), Admin, Cancel));

    public static UploadForm Form(string text, Guid? id = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new UploadForm { Id = id ?? Guid.CreateVersion7(), File = new FormFile(new MemoryStream(bytes), 0, bytes.Length, "Input.File", "people.csv") };
    }

    /// <summary>Uploads a table and takes the columns as they were guessed.</summary>
    public async Task<Guid> MappedAsync(ImportKind kind, string text, StaffId? worker = null)
    {
        var id = await UploadAsync(kind, text);
        Assert.True(id.IsOk, string.Join("; ", id.Errors.Select(e => e.Message)));
        var import = await ReadAsync(id.Value);
        Assert.True((await MapAsync(id.Value, [.. import.Map.Fields], worker)).IsOk);
        return id.Value;
    }

    public async Task<Result> MapAsync(Guid id, List<string?> columns, StaffId? worker = null)
    {
        var version = (await ReadAsync(id)).Version;
        return await DoAsync<MapColumns, Result>(h => h.HandleAsync(id, new MapForm { Version = version, Columns = columns, Order = "MonthFirst", Worker = worker?.Value }, Admin, Cancel));
    }

    public Task<ImportPreview> PreviewAsync(Guid id) => DoAsync<OpenImport, ImportPreview>(async open =>
    {
        var opened = await open.ReadAsync(id, Admin, Cancel);
        return await open.CheckAsync(opened!.Import, opened.Sheet!, Cancel);
    });

    public async Task<Result> TakeAsync(Guid id, bool withDoubtful = false, string? seen = null)
    {
        seen ??= (await PreviewAsync(id)).Seen;
        return await TakeSeenAsync(id, withDoubtful, seen);
    }

    public Task<Result> TakeSeenAsync(Guid id, bool withDoubtful, string seen) => DoAsync<TakeRows, Result>(async take =>
        await take.BeginAsync(id, new TakeForm { Seen = seen, WithDoubtful = withDoubtful }, Admin, Cancel) is { IsOk: false } refused ? refused : await take.GoOnAsync(id, Cancel));

    public Task<Result> TakeBackAsync(Guid id) => DoAsync<TakeBackImport, Result>(async back =>
        await back.BeginAsync(id, Admin, Cancel) is { IsOk: false } refused ? refused : await back.GoOnAsync(id, Cancel));

    public Task<PeopleImport> ReadAsync(Guid id) => host.InDatabaseAsync(care => care.Set<PeopleImport>().AsNoTracking().SingleAsync(i => i.Id == id, Cancel));

    public Task<List<ImportedRow>> RowsAsync(Guid id) => host.InDatabaseAsync(care => care.Set<ImportedRow>().AsNoTracking().Where(r => r.Import == id).OrderBy(r => r.Number).ToListAsync(Cancel));

    public Task<TResult> DoAsync<THandler, TResult>(Func<THandler, Task<TResult>> work) where THandler : notnull => host.InScopeAsync(s => work(s.GetRequiredService<THandler>()));
}

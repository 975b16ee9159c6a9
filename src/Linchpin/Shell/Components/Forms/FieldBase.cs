using System.Linq.Expressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.Localization;

namespace Linchpin.Shell.Components.Forms;

/// <summary>What a single field and a group of choices share: a label, a hint, and the errors of the form they stand in.</summary>
public abstract class FieldBase : ComponentBase, IDisposable
{
    private EditContext? _watched;

    [CascadingParameter] private EditContext? Form { get; set; }

    /// <summary>Words to translate error messages with; cascade it as IStringLocalizer round a form whose messages are keys.</summary>
    [CascadingParameter] private IStringLocalizer? Words { get; set; }

    [Parameter, EditorRequired] public string Label { get; set; } = "";
    [Parameter] public string? Hint { get; set; }

    /// <summary>The bound property, in an EditForm: finds its errors and names the element.</summary>
    [Parameter] public Expression<Func<object?>>? For { get; set; }

    /// <summary>The element's id. Needed without <see cref="For"/>, and where two forms of a page have a field of the same name.</summary>
    [Parameter] public string? Id { get; set; }

    /// <summary>An error the page found itself.</summary>
    [Parameter] public string? Error { get; set; }

    /// <summary>Adds "(optional)" to the label. A field that must be filled carries no mark.</summary>
    [Parameter] public bool Optional { get; set; }

    [Parameter] public string? Class { get; set; }

    protected string ElementId => Id ?? (Name is { } name
        ? FieldIds.For(name)
        : throw new InvalidOperationException($"The field \"{Label}\" needs For or Id."));

    protected string HintId => ElementId + "-hint";

    protected string ErrorId => ElementId + "-error";

    protected IReadOnlyList<string> Errors
    {
        get
        {
            var found = new List<string>();
            if (!string.IsNullOrWhiteSpace(Error)) found.Add(Error);
            if (Form is not null && For is not null)
                found.AddRange(Form.GetValidationMessages(FieldIdentifier.Create(For)).Select(message => Words?[message].Value ?? message));
            return found;
        }
    }

    protected string? DescribedBy
    {
        get
        {
            var ids = string.Join(' ', new[] { Hint is null ? null : HintId, Errors.Count > 0 ? ErrorId : null }.Where(id => id is not null));
            return ids.Length > 0 ? ids : null;
        }
    }

    private string? Name => For is null ? null : FieldIdentifier.Create(For).FieldName;

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_watched, Form)) return;
        StopWatching();
        _watched = Form;
        if (_watched is not null) _watched.OnValidationStateChanged += Show;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => StopWatching();

    private void StopWatching()
    {
        if (_watched is not null) _watched.OnValidationStateChanged -= Show;
    }

    private void Show(object? sender, ValidationStateChangedEventArgs change) => StateHasChanged();
}

using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace Linchpin.Shell.Components;

/// <summary>Shared by the <see cref="InTurn"/> components of one page that may not load at the same time.</summary>
public sealed class Turns : IDisposable
{
    internal SemaphoreSlim Gate { get; } = new(1, 1);

    public void Dispose() => Gate.Dispose();
}

/// <summary>Renders a component that another module brought, and lets it load only when the one before it has loaded. Components side by side begin their
/// loading together, yet the parts of a page share one database context, which takes one question at a time (on SQLite it goes well by chance, because
/// nothing there really waits).</summary>
/// <remarks>The component gets its parameters, its injected properties, and the cascades HttpContext and ViewerZone. It loads in its own
/// OnInitializedAsync or OnParametersSetAsync, not in components inside it.</remarks>
public sealed class InTurn : IComponent, IHandleEvent, IAsyncDisposable
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<PropertyInfo>> Injected = new();
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<PropertyInfo>> Cascaded = new();
    private RenderHandle _handle;
    private IComponent? _inner;

    [Inject] private IServiceProvider Services { get; set; } = null!;
    [CascadingParameter] private HttpContext? Context { get; set; }
    [CascadingParameter(Name = "ViewerZone")] private string? ViewerZone { get; set; }

    [Parameter, EditorRequired] public Turns Turns { get; set; } = null!;
    [Parameter, EditorRequired] public Type Component { get; set; } = null!;
    [Parameter] public IReadOnlyDictionary<string, object?> Parameters { get; set; } = new Dictionary<string, object?>();

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        _inner ??= Make();
        foreach (var property in Cascaded.GetOrAdd(Component, static type => Marked<CascadingParameterAttribute>(type)))
        {
            if (property.PropertyType == typeof(HttpContext)) property.SetValue(_inner, Context);
            else if (property.GetCustomAttribute<CascadingParameterAttribute>()!.Name == "ViewerZone") property.SetValue(_inner, ViewerZone);
        }

        await Turns.Gate.WaitAsync();
        try
        {
            await _inner.SetParametersAsync(ParameterView.FromDictionary(Parameters.ToDictionary(StringComparer.Ordinal)));
        }
        finally
        {
            Turns.Gate.Release();
        }
    }

    Task IHandleEvent.HandleEventAsync(EventCallbackWorkItem item, object? arg) =>
        _inner is IHandleEvent handler ? handler.HandleEventAsync(item, arg) : item.InvokeAsync(arg);

    public async ValueTask DisposeAsync()
    {
        if (_inner is IAsyncDisposable later) await later.DisposeAsync();
        else (_inner as IDisposable)?.Dispose();
    }

    private IComponent Make()
    {
        var inner = (IComponent)ActivatorUtilities.CreateInstance(Services, Component);
        foreach (var property in Injected.GetOrAdd(Component, static type => Marked<InjectAttribute>(type)))
            property.SetValue(inner, Services.GetRequiredService(property.PropertyType));
        inner.Attach(_handle);
        return inner;
    }

    private static List<PropertyInfo> Marked<TAttribute>(Type type) where TAttribute : Attribute
    {
        List<PropertyInfo> found = [];
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
        {
            found.AddRange(level.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(p => p.IsDefined(typeof(TAttribute), inherit: false) && p.CanWrite));
        }

        return found;
    }
}

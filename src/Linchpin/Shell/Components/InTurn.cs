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
    private static readonly ConcurrentDictionary<Type, Wants> Known = new();
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
        var wants = Known.GetOrAdd(Component, static type => new Wants(type));
        _inner ??= Make(wants);
        wants.Cascade(_inner, Context, ViewerZone);
        await Turns.Gate.WaitAsync();
        try
        {
            await _inner.SetParametersAsync(ParameterView.FromDictionary(Parameters as IDictionary<string, object?> ?? Parameters.ToDictionary(StringComparer.Ordinal)));
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

    private IComponent Make(Wants wants)
    {
        var inner = wants.Make(Services);
        inner.Attach(_handle);
        return inner;
    }

    /// <summary>What a hosted component asks for. Found once for each type: to look it up again for every request costs more than most parts do.</summary>
    private sealed class Wants
    {
        private readonly ObjectFactory _make;
        private readonly List<(MethodInvoker Set, Type Service)> _services;
        private readonly List<MethodInvoker> _contexts;
        private readonly List<MethodInvoker> _zones;

        public Wants(Type type)
        {
            _make = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
            _services = [.. Marked<InjectAttribute>(type).Select(p => (Setter(p), p.PropertyType))];
            var cascades = Marked<CascadingParameterAttribute>(type);
            _contexts = [.. cascades.Where(p => p.PropertyType == typeof(HttpContext)).Select(Setter)];
            _zones = [.. cascades.Where(p => p.GetCustomAttribute<CascadingParameterAttribute>()!.Name == "ViewerZone").Select(Setter)];
        }

        public IComponent Make(IServiceProvider services)
        {
            var made = (IComponent)_make(services, null);
            foreach (var (set, service) in _services) set.Invoke(made, services.GetRequiredService(service));
            return made;
        }

        public void Cascade(IComponent made, HttpContext? context, string? zone)
        {
            foreach (var set in _contexts) set.Invoke(made, context);
            foreach (var set in _zones) set.Invoke(made, zone);
        }

        private static MethodInvoker Setter(PropertyInfo property) => MethodInvoker.Create(property.SetMethod!);

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
}

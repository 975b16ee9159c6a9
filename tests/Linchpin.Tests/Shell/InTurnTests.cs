using Linchpin.Shell.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Linchpin.Tests.Shell;

public sealed class InTurnTests
{
    [Fact]
    public async Task Parts_WhenEachWaitsForItsData_LoadOneAfterAnother()
    {
        var watch = new Watch();
        await using var services = new ServiceCollection().AddSingleton(watch).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Page>()).ToHtmlString());
        Assert.Equal("<p>part 1</p><p>part 2</p><p>part 3</p>", html);
        Assert.Equal((3, 1), (watch.Loaded, watch.MostAtOnce));
    }

    private sealed class Watch
    {
        private int _now;

        public int Loaded { get; private set; }

        public int MostAtOnce { get; private set; }

        public async Task LoadAsync()
        {
            MostAtOnce = Math.Max(MostAtOnce, ++_now);
            await Task.Yield();
            await Task.Yield();
            _now--;
            Loaded++;
        }
    }

    private sealed class Page : ComponentBase
    {
        private readonly Turns _turns = new();

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            foreach (var number in new[] { 1, 2, 3 })
            {
                builder.OpenComponent<InTurn>(0);
                builder.AddComponentParameter(1, nameof(InTurn.Turns), _turns);
                builder.AddComponentParameter(2, nameof(InTurn.Component), typeof(Part));
                builder.AddComponentParameter(3, nameof(InTurn.Parameters), new Dictionary<string, object?> { ["Number"] = number });
                builder.CloseComponent();
            }
        }
    }

    private sealed class Part : ComponentBase
    {
        private bool _loaded;

        [Parameter] public int Number { get; set; }
        [Inject] private Watch Watch { get; set; } = null!;

        protected override async Task OnInitializedAsync()
        {
            await Watch.LoadAsync();
            _loaded = true;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            if (_loaded) builder.AddMarkupContent(0, $"<p>part {Number}</p>");
        }
    }
}

namespace Linchpin.Kernel;

/// <summary>Marks the words of <c>KernelWords.es.resx</c>: the errors of values that every module speaks.</summary>
public sealed class KernelWords;

package io.darkroom.engine;

import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.FilterCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Chooses and opens an engine. The CPU engine is always available; others are discovered as
 * services.
 */
public final class Engines {

  private static final EngineProbe NO_CUDA = EngineProbe.unusable("this build has no CUDA engine");

  private final List<EngineProvider> providers;

  /** If two providers have the same accelerator, the first one is used. */
  public Engines(List<EngineProvider> providers) {
    this.providers = List.copyOf(providers);
  }

  /** Loads every provider that the class loader and its parents register as a service. */
  public static Engines load(ClassLoader loader) {
    return new Engines(
        ServiceLoader.load(EngineProvider.class, loader).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /**
   * An engine and why it was chosen.
   *
   * @param engine closed by the caller
   * @param reason a clause for a log line
   */
  public record Opened(Engine engine, String reason) {}

  /**
   * Opens the requested engine; {@link Accelerator#AUTO} uses CUDA if it works, otherwise the CPU.
   *
   * @throws DarkroomException {@code UNAVAILABLE} if CUDA is requested and does not work
   */
  public Opened open(Accelerator choice, FilterCatalogue filters, EngineSite site) {
    return switch (choice) {
      case CPU -> new Opened(new CpuEngine(filters), "as requested");
      case CUDA -> openCuda(filters, site);
      case AUTO -> openAny(filters, site);
    };
  }

  private Opened openCuda(FilterCatalogue filters, EngineSite site) {
    EngineProbe probe = probeCuda(site);
    if (!probe.usable()) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "engine: cuda (expected: a GPU that works, but %s). Fix that, or use engine auto or cpu."
              .formatted(probe.reason()));
    }
    return new Opened(cuda().orElseThrow().open(filters, site), probe.reason());
  }

  private Opened openAny(FilterCatalogue filters, EngineSite site) {
    EngineProbe probe = probeCuda(site);
    if (!probe.usable()) {
      return new Opened(new CpuEngine(filters), probe.reason());
    }
    try {
      return openCuda(filters, site);
    } catch (DarkroomException e) {
      return new Opened(new CpuEngine(filters), e.getMessage());
    }
  }

  private EngineProbe probeCuda(EngineSite site) {
    return cuda().map(provider -> provider.probe(site)).orElse(NO_CUDA);
  }

  private Optional<EngineProvider> cuda() {
    return providers.stream().filter(p -> p.accelerator() == Accelerator.CUDA).findFirst();
  }
}

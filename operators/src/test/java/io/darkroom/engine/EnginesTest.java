package io.darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filters.FilterRun;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnginesTest {

  /** A CUDA engine of which only the name matters. */
  private record NamedEngine(String accelerator) implements Engine {

    @Override
    public Program compile(List<ValidStep> steps) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private record Provider(EngineProbe probe, boolean opens) implements EngineProvider {

    @Override
    public Accelerator accelerator() {
      return Accelerator.CUDA;
    }

    @Override
    public EngineProbe probe(EngineSite site) {
      return probe;
    }

    @Override
    public Engine open(FilterCatalogue filters, EngineSite site) {
      if (!opens) {
        throw new DarkroomException(ErrorCode.UNAVAILABLE, "memory: none left");
      }
      return new NamedEngine("cuda:GPU-1");
    }
  }

  private static final Engines NO_OTHERS = new Engines(List.of());
  private static final Engines NO_DRIVER = with(EngineProbe.unusable("no driver found"), false);
  private static final Engines WORKING = with(EngineProbe.usable("found GPU-1"), true);
  private static final Engines FAILING = with(EngineProbe.usable("found GPU-1"), false);

  private static Engines with(EngineProbe probe, boolean opens) {
    return new Engines(List.of(new Provider(probe, opens)));
  }

  @Test
  void alwaysOffersTheCpu() {
    assertThat(open(NO_OTHERS, Accelerator.CPU).engine().accelerator()).isEqualTo("cpu");
    assertThat(open(WORKING, Accelerator.CPU).engine().accelerator()).isEqualTo("cpu");
  }

  @Test
  void usesCudaForAutoIfItWorks() {
    Engines.Opened opened = open(WORKING, Accelerator.AUTO);

    assertThat(opened.engine().accelerator()).isEqualTo("cuda:GPU-1");
    assertThat(opened.reason()).isEqualTo("found GPU-1");
  }

  @Test
  void usesTheCpuForAutoOtherwiseAndSaysWhy() {
    assertCpu(open(NO_OTHERS, Accelerator.AUTO), "this build has no CUDA engine");
    assertCpu(open(NO_DRIVER, Accelerator.AUTO), "no driver found");
    assertCpu(open(FAILING, Accelerator.AUTO), "memory: none left");
  }

  @Test
  void refusesCudaIfItDoesNotWork() {
    assertThatThrownBy(() -> open(NO_DRIVER, Accelerator.CUDA))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessage(
            "engine: cuda (expected: a GPU that works, but no driver found)."
                + " Fix that, or use engine auto or cpu.");
    assertThatThrownBy(() -> open(NO_OTHERS, Accelerator.CUDA))
        .hasMessageContaining("this build has no CUDA engine");
    assertThatThrownBy(() -> open(FAILING, Accelerator.CUDA)).hasMessage("memory: none left");
  }

  @Test
  void findsNoCudaInThisModule() {
    Engines found = Engines.load(EnginesTest.class.getClassLoader());

    assertCpu(open(found, Accelerator.AUTO), "this build has no CUDA engine");
  }

  private static Engines.Opened open(Engines engines, Accelerator choice) {
    return engines.open(choice, FilterRun.CATALOGUE, EngineSite.anywhere());
  }

  private static void assertCpu(Engines.Opened opened, String reason) {
    assertThat(opened.engine().accelerator()).isEqualTo("cpu");
    assertThat(opened.reason()).isEqualTo(reason);
  }
}

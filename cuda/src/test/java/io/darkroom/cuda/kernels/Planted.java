package io.darkroom.cuda.kernels;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.Arguments;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter.Select;
import io.darkroom.filter.CpuForm;
import io.darkroom.filter.Filter;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import java.util.List;
import java.util.Optional;

/** A filter whose kernels have bugs: {@code src/test/standin/planted/planted.cu}. */
final class Planted implements Filter {

  private static final List<String> MISTAKES =
      List.of("overrun", "shared_overrun", "unwritten", "unmet");
  private static final int THREADS = 64;

  @Override
  public FilterDefinition definition() {
    return FilterDefinition.of(
            "planted",
            "Planted",
            "Has a bug.",
            new Select("mistake", "Mistake", "Which one.", MISTAKES, "overrun"))
        .onGpu();
  }

  @Override
  public CpuForm cpu(Arguments arguments) {
    return (source, target) -> source.copyTo(target);
  }

  @Override
  public Optional<KernelForm> kernels(Arguments arguments) {
    String mistake = arguments.text("mistake");
    String kernel = "planted_" + mistake;
    return Optional.of(
        source ->
            KernelPlan.of(
                source,
                mistake.equals("overrun")
                    ? Pass.over(source, kernel, Argument.SOURCE, Argument.TARGET)
                    : Pass.inBlocks(1, 1, THREADS, 1, kernel, Argument.SOURCE, Argument.TARGET)));
  }

  /** Returns the kernel with this bug. */
  static KernelRun run(String mistake) {
    FilterCatalogue filters = new FilterCatalogue(List.of(new Planted()));
    ValidStep step =
        new ChainValidator(filters.definitions())
            .validate(Chain.parse("planted(mistake=%s)".formatted(mistake)))
            .get(0);
    return KernelRun.of(filters, step);
  }
}

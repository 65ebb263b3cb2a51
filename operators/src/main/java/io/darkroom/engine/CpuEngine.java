package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.image.OpenCv;
import java.util.List;

/** Runs chains by OpenCV, one picture at a time. Used by one thread; holds nothing of its own. */
public final class CpuEngine implements Engine {

  static final String ACCELERATOR = "cpu";

  private final FilterCatalogue filters;

  public CpuEngine(FilterCatalogue filters) {
    OpenCv.load();
    this.filters = filters;
  }

  @Override
  public String accelerator() {
    return ACCELERATOR;
  }

  @Override
  public Program compile(List<ValidStep> steps) {
    filters.check(steps);
    return new CpuProgram(steps, filters);
  }

  @Override
  public void close() {}
}

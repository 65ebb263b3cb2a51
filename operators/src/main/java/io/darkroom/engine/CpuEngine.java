package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.image.OpenCv;
import java.util.List;

/**
 * Runs chains by OpenCV, one picture at a time. Used by one thread; its programs share the two
 * pictures that they work in.
 */
public final class CpuEngine implements Engine {

  static final String ACCELERATOR = "cpu";

  private final FilterCatalogue filters;
  private final WorkingPictures working;

  public CpuEngine(FilterCatalogue filters) {
    OpenCv.load();
    this.filters = filters;
    this.working = new WorkingPictures();
  }

  @Override
  public String accelerator() {
    return ACCELERATOR;
  }

  @Override
  public Program compile(List<ValidStep> steps) {
    filters.check(steps);
    return new CpuProgram(steps, filters, working);
  }

  @Override
  public void trim() {
    working.release();
  }

  @Override
  public void close() {
    working.close();
  }
}

package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.image.OpenCv;
import java.util.List;

/**
 * Runs chains with OpenCV, one picture at a time. Not thread-safe; its programs share two working
 * pictures.
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

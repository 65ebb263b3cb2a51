package io.darkroom.filters;

import static io.darkroom.kernel.Argument.SOURCE;
import static io.darkroom.kernel.Argument.TARGET;

import io.darkroom.filter.CpuForm;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;

/**
 * Models the background of each pixel by up to five Gaussians, for {@link BackgroundSubtraction}.
 *
 * @param varThreshold the squared distance, in variances, beyond which a colour is foreground
 * @param foreground whether to show the picture itself where the mask is white
 */
record Mixture(int history, double varThreshold, boolean shadows, boolean foreground) {

  private static final int GAUSSIANS = 5;
  private static final float PRUNING = 0.05f;

  CpuForm cpu() {
    return new MixtureForm(this);
  }

  KernelPlan plan(Shape source) {
    long pixels = (long) source.width() * source.height();
    Argument gaussians = new Model("gaussians", pixels * GAUSSIANS * (2 + source.channels()) * 4);
    Argument used = new Model("used", pixels);
    Argument seen = new Model("seen", 4);
    int rates = (history + 1) / 2;
    return KernelPlan.of(
        source,
        Pass.over(
            source,
            "background_subtraction_learn",
            SOURCE,
            TARGET,
            gaussians,
            used,
            seen,
            rates(rates),
            Argument.of((float) varThreshold),
            Argument.of(shadows ? 1 : 0),
            Argument.of(foreground ? 1 : 0)),
        Pass.inBlocks(1, 1, 1, 1, "background_subtraction_count", seen, Argument.of(rates - 1)));
  }

  /** The learning rate and the pruned weight of each frame; later frames use the last pair. */
  private Table rates(int frames) {
    float[] rates = new float[2 * frames];
    for (int i = 0; i < frames; i++) {
      double rate = 1.0 / Math.min(2 * (i + 1), history);
      rates[2 * i] = (float) rate;
      rates[2 * i + 1] = (float) (-rate * PRUNING);
    }
    return Table.of(rates);
  }
}

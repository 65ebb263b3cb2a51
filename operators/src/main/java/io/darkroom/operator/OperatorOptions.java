package io.darkroom.operator;

import io.darkroom.definition.Accelerator;
import io.darkroom.frame.ImageLimits;
import java.io.Serializable;

/**
 * How the filters run.
 *
 * @param engine the GPU where there is one (auto), the GPU or nothing (cuda), or the CPU
 * @param bundleFrames most frames that are handed to the engine at once; 1 waits for none
 * @param bundleMillis longest that a frame waits for others to share a bundle with
 */
public record OperatorOptions(
    Accelerator engine, ImageLimits limits, int bundleFrames, long bundleMillis)
    implements Serializable {

  public static final OperatorOptions DEFAULT =
      new OperatorOptions(Accelerator.AUTO, ImageLimits.DEFAULT, 1, 3);
}

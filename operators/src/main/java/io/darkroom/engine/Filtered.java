package io.darkroom.engine;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A picture that went through a chain.
 *
 * @param image valid only while it is handed over; the picture given, where the chain is empty
 * @param filterNanos time each filter took, in the order of the chain; composed filters share
 *     theirs evenly; the receiver's to keep
 * @param warmingUp whether a stateful filter is still learning its stream
 * @param accelerator what did the work: {@code cpu} or {@code cuda:<uuid>}
 * @param fellBack whether the engine's own accelerator could not do it
 */
public record Filtered(
    Mat image, long[] filterNanos, boolean warmingUp, String accelerator, boolean fellBack) {}

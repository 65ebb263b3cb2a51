package io.darkroom.cuda.operator;

import io.darkroom.cuda.kernels.Pictures;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Output;
import io.darkroom.image.ImageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/** Images of a stream that changes its size from time to time. */
final class FrameImages {

  private static final int[][] SIZES = {{33, 7}, {65, 35}};
  private static final int FRAMES_OF_A_SIZE = 6;

  private FrameImages() {}

  static List<byte[]> png(int count) {
    List<byte[]> images = new ArrayList<>();
    Random random = new Random(3);
    try (ImageCodec codec = new ImageCodec()) {
      for (int i = 0; i < count; i++) {
        int[] size = SIZES[i / FRAMES_OF_A_SIZE % SIZES.length];
        try (Mat image = Pictures.any(size[0], size[1], 3, random).mat()) {
          images.add(codec.encode(image, new Output(Encoding.PNG, 90, 1)).toByteArray());
        }
      }
    }
    return images;
  }
}

package io.darkroom.engine;

import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures to decode into, kept from bundle to bundle; used by the engine's thread. */
public interface ImageBuffers extends AutoCloseable {

  /**
   * The picture of this index, with this shape; what it held before is lost, and the one given for
   * this index before is not to be used any more.
   *
   * @param index 0 and up, one for each picture that is in use at a time
   */
  Mat at(int index, Shape shape);

  /** Gives the memory of every picture back; none of them is to be used any more. */
  void trim();

  @Override
  void close();

  /** Buffers in plain memory. */
  static ImageBuffers plain() {
    return new ImageBuffers() {
      private final List<Mat> images = new ArrayList<>();

      @Override
      public Mat at(int index, Shape shape) {
        while (images.size() <= index) {
          images.add(new Mat());
        }
        Mat image = images.get(index);
        image.create(shape.height(), shape.width(), opencv_core.CV_8UC(shape.channels()));
        return image;
      }

      @Override
      public void trim() {
        images.forEach(Mat::release);
      }

      @Override
      public void close() {
        images.forEach(Mat::close);
      }
    };
  }
}

package io.darkroom.engine;

import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Picture buffers to decode into, kept from bundle to bundle; used by the engine's thread. */
public interface ImageBuffers extends AutoCloseable {

  /**
   * Returns the picture of this index with this shape. Its content is lost, and a picture returned
   * for this index before must not be used any more.
   *
   * @param index from 0; one for each picture that is in use at the same time
   */
  Mat at(int index, Shape shape);

  /** Releases the memory of all pictures, which must not be used any more. */
  void trim();

  @Override
  void close();

  /** Creates buffers in plain memory. */
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

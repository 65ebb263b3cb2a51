package io.darkroom.engine;

import io.darkroom.error.DarkroomException;
import io.darkroom.filters.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;

/** Keeps everything that a program reports. */
class RecordedResults implements Program.Results {

  final List<Integer> indexes = new ArrayList<>();
  final List<Mat> images = new ArrayList<>();
  final List<Long> addresses = new ArrayList<>();
  final List<Picture> pictures = new ArrayList<>();
  final List<long[]> nanos = new ArrayList<>();
  final Map<Integer, DarkroomException> failures = new LinkedHashMap<>();

  @Override
  public void done(int index, Filtered result) {
    indexes.add(index);
    Mat image = result.image();
    images.add(image);
    addresses.add(image.data().address());
    pictures.add(Picture.of(image));
    nanos.add(result.filterNanos());
  }

  @Override
  public void failed(int index, DarkroomException failure) {
    failures.put(index, failure);
  }
}

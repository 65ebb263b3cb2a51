package io.darkroom.gateway.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The cameras of the gateway's machine: V4L2 devices that it may read. Blocks on the disk. */
public record Cameras(Path devices, Path names) {

  public static final Cameras OF_THIS_MACHINE =
      new Cameras(Path.of("/dev"), Path.of("/sys/class/video4linux"));

  private static final int MOST = 64;

  /**
   * One of them.
   *
   * @param device such as {@code /dev/video0}
   * @param name as the driver calls it; the device where it does not
   */
  public record Camera(String device, String name) {}

  public List<Camera> list() {
    List<Camera> found = new ArrayList<>();
    for (int number = 0; number < MOST; number++) {
      Path device = devices.resolve("video" + number);
      if (Files.isReadable(device)) {
        found.add(new Camera(device.toString(), nameOf(device)));
      }
    }
    return found;
  }

  private String nameOf(Path device) {
    try {
      return Files.readString(names.resolve(device.getFileName()).resolve("name")).strip();
    } catch (IOException e) {
      return device.toString();
    }
  }
}

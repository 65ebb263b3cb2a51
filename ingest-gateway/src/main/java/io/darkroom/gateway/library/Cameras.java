package io.darkroom.gateway.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lists the cameras of the gateway host: readable V4L2 devices. Blocks on disk access. */
public record Cameras(Path devices, Path names) {

  public static final Cameras OF_THIS_MACHINE =
      new Cameras(Path.of("/dev"), Path.of("/sys/class/video4linux"));

  private static final int MAX_DEVICES = 64;

  /**
   * A camera.
   *
   * @param device such as {@code /dev/video0}
   * @param name given by the driver; the device path if there is none
   */
  public record Camera(String device, String name) {}

  public List<Camera> list() {
    List<Camera> found = new ArrayList<>();
    for (int number = 0; number < MAX_DEVICES; number++) {
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

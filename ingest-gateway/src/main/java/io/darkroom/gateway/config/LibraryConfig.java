package io.darkroom.gateway.config;

import io.darkroom.gateway.limits.UploadLimits;
import java.nio.file.Path;

/**
 * The folders of a gateway's library.
 *
 * @param videos folder of videos, including uploaded ones; created if missing
 * @param images folder of still images; may be missing
 * @param uploads limits of uploads; one video has at most 2 GiB
 */
public record LibraryConfig(Path videos, Path images, UploadLimits uploads) {

  public static final LibraryConfig DEFAULT =
      new LibraryConfig(Path.of("videos"), Path.of("images"), 2L << 30);

  /** Uses the default upload limits for videos of this size. */
  public LibraryConfig(Path videos, Path images, long maxUploadBytes) {
    this(videos, images, UploadLimits.of(maxUploadBytes));
  }

  public long maxUploadBytes() {
    return uploads.maxBytes();
  }
}

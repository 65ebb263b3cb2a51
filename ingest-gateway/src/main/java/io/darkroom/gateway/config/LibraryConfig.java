package io.darkroom.gateway.config;

import io.darkroom.gateway.limits.UploadLimits;
import java.nio.file.Path;

/**
 * The files that a gateway has.
 *
 * @param videos the folder of videos, uploaded ones too; made where it is missing
 * @param images the folder of still images; need not be there
 * @param uploads what uploads may take; of one video at most 2 GiB
 */
public record LibraryConfig(Path videos, Path images, UploadLimits uploads) {

  public static final LibraryConfig DEFAULT =
      new LibraryConfig(Path.of("videos"), Path.of("images"), 2L << 30);

  /** With the default limits for videos of that size. */
  public LibraryConfig(Path videos, Path images, long maxUploadBytes) {
    this(videos, images, UploadLimits.of(maxUploadBytes));
  }

  public long maxUploadBytes() {
    return uploads.maxBytes();
  }
}

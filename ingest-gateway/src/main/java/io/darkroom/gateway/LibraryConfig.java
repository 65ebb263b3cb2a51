package io.darkroom.gateway;

import java.nio.file.Path;

/**
 * The files that a gateway has.
 *
 * @param videos the folder of videos, uploaded ones too; made where it is missing
 * @param images the folder of still images; need not be there
 * @param maxUploadBytes of one video, at most 2 GiB
 */
public record LibraryConfig(Path videos, Path images, long maxUploadBytes) {

  public static final LibraryConfig DEFAULT =
      new LibraryConfig(Path.of("videos"), Path.of("images"), 2L << 30);
}

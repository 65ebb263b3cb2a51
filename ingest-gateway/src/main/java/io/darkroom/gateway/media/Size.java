package io.darkroom.gateway.media;

/**
 * The size of a picture.
 *
 * @param width in px
 * @param height in px
 */
public record Size(int width, int height) {

  /** The picture's own size. */
  public static final Size OWN = new Size(0, 0);

  /**
   * Resolves this size for a picture. A side of 0 follows from the picture's aspect ratio and is
   * rounded to an even number.
   */
  public Size of(int pictureWidth, int pictureHeight) {
    if (width == 0 && height == 0) {
      return new Size(pictureWidth, pictureHeight);
    }
    if (height == 0) {
      return new Size(width, even((double) width * pictureHeight / pictureWidth));
    }
    if (width == 0) {
      return new Size(even((double) height * pictureWidth / pictureHeight), height);
    }
    return this;
  }

  private static int even(double side) {
    return Math.max(2, 2 * (int) Math.round(side / 2));
  }
}

package io.darkroom.kernel;

/**
 * The dimensions of a picture with 8 bits per channel and without padding between rows.
 *
 * @param width in px
 * @param height in px
 * @param channels 1, or 3 in the order blue, green, red
 */
public record Shape(int width, int height, int channels) {

  public long bytes() {
    return (long) width * height * channels;
  }

  public Shape withChannels(int other) {
    return new Shape(width, height, other);
  }

  public Shape withSize(int otherWidth, int otherHeight) {
    return new Shape(otherWidth, otherHeight, channels);
  }
}

package io.darkroom.kernel;

/**
 * The form of a picture: 8 bits a channel, rows one after the other without padding.
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

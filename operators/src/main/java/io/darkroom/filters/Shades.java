package io.darkroom.filters;

/**
 * Computes how dark a vignette is at each pixel: {@code curve[columns[x] + rows[y]]}.
 *
 * <p>Columns and rows hold their parts of the squared distance from the centre, which is {@value
 * #CORNER} in the corners, truncated. With d as the distance relative to that of the corners and t
 * = (d - radius) / softness, clamped to 0..1, the curve is round(255 * strength * t<sup>2</sup> *
 * (3 - 2 t)).
 */
record Shades(Form form, double strength, double radius, double softness) {

  private static final int CORNER = 1 << 14;

  /** The shape of equal darkness: an ellipse in the picture's proportions, or a circle. */
  enum Form {
    ELLIPSE,
    CIRCLE
  }

  int[] columns(int width, int height) {
    return squares(width, width, height);
  }

  int[] rows(int width, int height) {
    return squares(height, width, height);
  }

  /** Measures from the centre in half pixels, so that every distance is a whole number. */
  private int[] squares(int length, int width, int height) {
    double whole =
        switch (form) {
          case ELLIPSE -> 2.0 * length * length;
          case CIRCLE -> (double) width * width + (double) height * height;
        };
    int[] squares = new int[length];
    for (int i = 0; i < length; i++) {
      double halves = 2.0 * i + 1 - length;
      squares[i] = (int) (halves * halves * CORNER / whole);
    }
    return squares;
  }

  byte[] curve() {
    byte[] curve = new byte[CORNER + 1];
    for (int i = 0; i <= CORNER; i++) {
      double distance = Math.sqrt((double) i / CORNER);
      double t = Math.max(0, Math.min(1, (distance - radius) / softness));
      curve[i] = (byte) Math.rint(255 * strength * t * t * (3 - 2 * t));
    }
    return curve;
  }

  /** Returns the shade of each pixel, row by row. */
  byte[] mask(int width, int height) {
    int[] columns = columns(width, height);
    int[] rows = rows(width, height);
    byte[] curve = curve();
    byte[] mask = new byte[width * height];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = curve[columns[i % width] + rows[i / width]];
    }
    return mask;
  }
}

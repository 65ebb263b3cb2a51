package io.darkroom.gateway.media;

/**
 * How decoded pictures are shown.
 *
 * @param upright whether pictures are turned as their display matrix or EXIF orientation says
 * @param deinterlace whether interlaced pictures are deinterlaced; progressive ones stay as they
 *     are
 * @param colour the matrix of pictures that state none
 */
public record PictureRules(boolean upright, boolean deinterlace, Colour colour) {

  /** Upright, as stored otherwise. */
  public static final PictureRules DEFAULT = new PictureRules(true, false, Colour.AUTO);

  /** The colour matrix of pictures that state none. */
  public enum Colour {
    /** BT.709 from 720 lines on, BT.601 below. */
    AUTO,
    BT601,
    BT709
  }
}

package io.darkroom.local;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * Draws a moving scene: planets over a horizon, and the frame's number in seven-segment digits,
 * which makes lost and late frames visible. Not thread-safe.
 */
public final class SyntheticCamera {

  private static final Color[] PLANETS = {
    new Color(0xe4572e),
    new Color(0xf3a712),
    new Color(0x76b041),
    new Color(0x17bebb),
    new Color(0x8e6cef)
  };

  /** The lit segments, a to g, of each digit; bit 0 is segment a. */
  private static final int[] SEGMENTS = {
    0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f
  };

  private final BufferedImage image;

  public SyntheticCamera(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
  }

  /** Draws one frame as a JPEG. */
  public byte[] jpeg(long number) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    sky(graphics);
    planets(graphics, number);
    counter(graphics, number % 100_000);
    graphics.dispose();
    return SampleImages.encode(image);
  }

  private void sky(Graphics2D graphics) {
    int width = image.getWidth();
    int height = image.getHeight();
    graphics.setPaint(new GradientPaint(0, 0, new Color(0x14213d), 0, height, new Color(0x6b2d5c)));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(255, 255, 255, 40));
    for (int x = 0; x < width; x += width / 16) {
      graphics.drawLine(width / 2 + (x - width / 2) / 4, height * 2 / 3, x, height);
    }
  }

  private void planets(Graphics2D graphics, long number) {
    double centreX = image.getWidth() / 2.0;
    double centreY = image.getHeight() / 2.0;
    star(graphics, centreX, centreY, number);
    for (int i = 0; i < PLANETS.length; i++) {
      double orbit = image.getHeight() * (0.16 + 0.075 * i);
      double angle = number * 0.09 / (1 + 0.6 * i) + i;
      graphics.setColor(new Color(255, 255, 255, 50));
      graphics.setStroke(new BasicStroke(1));
      graphics.draw(disc(centreX, centreY, orbit * 1.5, orbit));
      graphics.setColor(PLANETS[i]);
      double x = centreX + Math.cos(angle) * orbit * 1.5;
      double y = centreY + Math.sin(angle) * orbit;
      double radius = image.getHeight() * (0.025 + 0.007 * i);
      graphics.fill(disc(x, y, radius, radius));
    }
  }

  private void star(Graphics2D graphics, double x, double y, long number) {
    Path2D rays = new Path2D.Double();
    for (int i = 0; i < 24; i++) {
      double radius = image.getHeight() * (i % 2 == 0 ? 0.11 : 0.06);
      double angle = Math.PI * i / 12 + number * 0.02;
      double rayX = x + Math.cos(angle) * radius;
      double rayY = y + Math.sin(angle) * radius;
      if (i == 0) {
        rays.moveTo(rayX, rayY);
      } else {
        rays.lineTo(rayX, rayY);
      }
    }
    rays.closePath();
    graphics.setColor(new Color(0xffe8a3));
    graphics.fill(rays);
  }

  private static Ellipse2D disc(double x, double y, double radiusX, double radiusY) {
    return new Ellipse2D.Double(x - radiusX, y - radiusY, 2 * radiusX, 2 * radiusY);
  }

  private void counter(Graphics2D graphics, long number) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(16, image.getHeight() - 40);
    graphics.setColor(new Color(0xf5f1e8));
    String digits = "%05d".formatted(number);
    for (int i = 0; i < digits.length(); i++) {
      digit(graphics, SEGMENTS[digits.charAt(i) - '0']);
      graphics.translate(20, 0);
    }
    graphics.setTransform(before);
  }

  private static void digit(Graphics2D graphics, int lit) {
    double[][] segments = {
      {2, 0, 10, 3},
      {11, 1, 3, 11},
      {11, 13, 3, 11},
      {2, 22, 10, 3},
      {0, 13, 3, 11},
      {0, 1, 3, 11},
      {2, 11, 10, 3}
    };
    for (int i = 0; i < segments.length; i++) {
      if ((lit >> i & 1) == 1) {
        double[] s = segments[i];
        graphics.fill(new Rectangle2D.Double(s[0], s[1], s[2], s[3]));
      }
    }
  }
}

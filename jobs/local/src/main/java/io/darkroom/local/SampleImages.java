package io.darkroom.local;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** Draws a few still images with soft gradients, hard edges and fine texture. */
final class SampleImages {

  private static final int WIDTH = 800;
  private static final int HEIGHT = 500;

  private SampleImages() {}

  static List<byte[]> jpegs() {
    return List.of(
        draw(SampleImages::mountains), draw(SampleImages::harbour), draw(SampleImages::mosaic));
  }

  static byte[] encode(BufferedImage image) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "jpeg", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] draw(Consumer<Graphics2D> picture) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    picture.accept(graphics);
    graphics.dispose();
    return encode(image);
  }

  private static void mountains(Graphics2D graphics) {
    sky(graphics, new Color(0xf7b267), new Color(0x5b3a6e));
    graphics.setColor(new Color(0xfff1d0));
    graphics.fill(new Ellipse2D.Double(540, 90, 90, 90));
    Random random = new Random(7);
    for (int range = 0; range < 4; range++) {
      Path2D ridge = new Path2D.Double();
      ridge.moveTo(0, HEIGHT);
      double base = 230 + range * 65;
      for (int x = 0; x <= WIDTH; x += 20) {
        double wave = Math.sin(x * 0.011 + range * 2) * 45 + Math.sin(x * 0.037 + range) * 16;
        ridge.lineTo(x, base - wave - random.nextInt(14));
      }
      ridge.lineTo(WIDTH, HEIGHT);
      ridge.closePath();
      graphics.setColor(Color.getHSBColor(0.74f - range * 0.03f, 0.45f, 0.48f - range * 0.1f));
      graphics.fill(ridge);
    }
  }

  private static void harbour(Graphics2D graphics) {
    sky(graphics, new Color(0xd8ecf3), new Color(0x7fb4cf));
    Random random = new Random(11);
    for (int x = 0; x < WIDTH; x += 50) {
      int top = 120 + random.nextInt(140);
      graphics.setColor(Color.getHSBColor(random.nextFloat(), 0.55f, 0.85f));
      graphics.fillRect(x, top, 46, 330 - top);
      graphics.setColor(new Color(0x2b3a4a));
      for (int y = top + 14; y < 310; y += 26) {
        graphics.fillRect(x + 9, y, 9, 13);
        graphics.fillRect(x + 28, y, 9, 13);
      }
    }
    graphics.setPaint(
        new GradientPaint(0, 330, new Color(0x2f6f8f), 0, HEIGHT, new Color(0x163a52)));
    graphics.fillRect(0, 330, WIDTH, HEIGHT - 330);
    graphics.setColor(new Color(255, 255, 255, 90));
    graphics.setStroke(new BasicStroke(2));
    for (int i = 0; i < 90; i++) {
      int x = random.nextInt(WIDTH);
      int y = 340 + random.nextInt(155);
      graphics.drawLine(x, y, x + 12 + random.nextInt(40), y);
    }
  }

  private static void mosaic(Graphics2D graphics) {
    graphics.setColor(new Color(0x22252b));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    for (int y = 0; y < HEIGHT; y += 25) {
      for (int x = 0; x < WIDTH; x += 25) {
        double distance = Math.hypot(x - WIDTH / 2.0, y - HEIGHT / 2.0);
        double angle = Math.atan2(y - HEIGHT / 2.0, x - WIDTH / 2.0) / (2 * Math.PI);
        float brightness = (float) (0.55 + 0.4 * Math.sin(distance * 0.045));
        graphics.setColor(Color.getHSBColor((float) angle, 0.7f, brightness));
        graphics.fillRect(x + 1, y + 1, 23, 23);
      }
    }
  }

  private static void sky(Graphics2D graphics, Color low, Color high) {
    graphics.setPaint(new GradientPaint(0, HEIGHT, low, 0, 0, high));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
  }
}

package io.darkroom.docs;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/** A picture with slopes, edges, fine lines and noise, through which a ball rolls. */
final class Scene {

  static final int WIDTH = 240;
  static final int HEIGHT = 160;

  private Scene() {}

  /**
   * Draws the scene at a moment.
   *
   * @param frame 0 and up; the ball moves 4 px from one to the next
   */
  static Mat at(int frame) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    sky(graphics);
    hills(graphics);
    house(graphics);
    ball(graphics, frame);
    graphics.dispose();
    byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    grain(bytes);
    Mat mat = new Mat(HEIGHT, WIDTH, CV_8UC3);
    mat.data().put(bytes);
    return mat;
  }

  private static void sky(Graphics2D graphics) {
    graphics.setPaint(new GradientPaint(0, 0, new Color(0x3f6fb5), 0, HEIGHT, new Color(0xf6cf9b)));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(new Color(0xfff4d6));
    graphics.fill(new Ellipse2D.Double(178, 16, 30, 30));
  }

  private static void hills(Graphics2D graphics) {
    for (int range = 0; range < 3; range++) {
      Path2D ridge = new Path2D.Double();
      ridge.moveTo(0, HEIGHT);
      for (int x = 0; x <= WIDTH; x += 4) {
        double wave = Math.sin(x * 0.03 + range * 2) * 14 + Math.sin(x * 0.11 + range) * 4;
        ridge.lineTo(x, 84 + range * 20 - wave);
      }
      ridge.lineTo(WIDTH, HEIGHT);
      ridge.closePath();
      graphics.setColor(Color.getHSBColor(0.36f - range * 0.02f, 0.5f, 0.62f - range * 0.13f));
      graphics.fill(ridge);
    }
  }

  private static void house(Graphics2D graphics) {
    graphics.setColor(new Color(0xd9c9b0));
    graphics.fillRect(36, 74, 62, 50);
    graphics.setColor(new Color(0xa8392f));
    graphics.fillPolygon(new int[] {28, 67, 106}, new int[] {76, 44, 76}, 3);
    graphics.setColor(new Color(0x2a3340));
    graphics.fillRect(46, 86, 14, 14);
    graphics.fillRect(74, 86, 14, 14);
    graphics.setStroke(new BasicStroke(1));
    for (int x = 112; x < 236; x += 7) {
      graphics.drawLine(x, 118, x, 132);
    }
    graphics.drawLine(108, 122, 238, 122);
  }

  private static void ball(Graphics2D graphics, int frame) {
    int x = 60 + 4 * frame;
    graphics.setColor(new Color(0, 0, 0, 90));
    graphics.fill(new Ellipse2D.Double(x - 2, 148, 34, 7));
    graphics.setColor(new Color(0xf29f05));
    graphics.fill(new Ellipse2D.Double(x, 122, 30, 30));
    graphics.setColor(new Color(0x8c1c13));
    graphics.setStroke(new BasicStroke(3));
    graphics.draw(new Ellipse2D.Double(x + 7, 129, 16, 16));
  }

  private static void grain(byte[] bytes) {
    Random random = new Random(5);
    for (int i = 0; i < bytes.length; i++) {
      int value = (bytes[i] & 0xff) + random.nextInt(9) - 4;
      bytes[i] = (byte) Math.max(0, Math.min(255, value));
    }
  }
}

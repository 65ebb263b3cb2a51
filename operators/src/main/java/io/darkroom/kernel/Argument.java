package io.darkroom.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a kernel is given for one of its parameters. Where two passes of a plan name an equal
 * scratch buffer, table or model, they share it.
 */
public sealed interface Argument {

  /** The picture that the filter is given: {@code Picture} in a kernel; never to be written. */
  Argument SOURCE = new Source();

  /** The picture that the filter makes: {@code Picture} in a kernel; of the plan's output shape. */
  Argument TARGET = new Target();

  record Source() implements Argument {}

  record Target() implements Argument {}

  /**
   * Device memory between the passes of one picture: {@code Scratch} in a kernel. What it holds at
   * first is undefined, unless it is cleared.
   *
   * @param name tells the buffers of one plan apart
   * @param bytes for each picture
   * @param cleared whether it is filled with zeros before the filter's first pass
   */
  record Scratch(String name, long bytes, boolean cleared) implements Argument {

    public static Scratch of(String name, long bytes) {
      return new Scratch(name, bytes, false);
    }

    public static Scratch cleared(String name, long bytes) {
      return new Scratch(name, bytes, true);
    }
  }

  /**
   * Constants that are uploaded once: {@code const T*} in a kernel. Made from the first to the last
   * element without padding; equal content is one table.
   */
  record Table(ByteBuffer bytes) implements Argument {

    public Table {
      bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static Table of(byte[] values) {
      return new Table(ByteBuffer.wrap(values.clone()));
    }

    public static Table of(short[] values) {
      ByteBuffer bytes = room(2 * values.length);
      bytes.asShortBuffer().put(values);
      return new Table(bytes);
    }

    public static Table of(int[] values) {
      ByteBuffer bytes = room(4 * values.length);
      bytes.asIntBuffer().put(values);
      return new Table(bytes);
    }

    public static Table of(float[] values) {
      ByteBuffer bytes = room(4 * values.length);
      bytes.asFloatBuffer().put(values);
      return new Table(bytes);
    }

    private static ByteBuffer room(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /**
   * Device memory that a stateful filter keeps from picture to picture of its stream: {@code T*} in
   * a kernel. Zeros before the first picture, and again whenever the shape of the pictures changes.
   */
  record Model(String name, long bytes) implements Argument {}

  /** {@code int} in a kernel. */
  record Whole(int value) implements Argument {}

  /** {@code float} in a kernel. */
  record Real(float value) implements Argument {}

  static Argument of(int value) {
    return new Whole(value);
  }

  static Argument of(float value) {
    return new Real(value);
  }
}

package io.darkroom.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The argument for one parameter of a kernel. Passes of a plan that name equal scratch buffers,
 * tables or models share them.
 */
public sealed interface Argument {

  /** The input picture: {@code Picture} in a kernel; read-only. */
  Argument SOURCE = new Source();

  /** The output picture: {@code Picture} in a kernel, with the plan's output shape. */
  Argument TARGET = new Target();

  record Source() implements Argument {}

  record Target() implements Argument {}

  /**
   * Device memory that the passes of one picture share: {@code Scratch} in a kernel. Its initial
   * content is undefined unless it is cleared.
   *
   * @param name identifies the buffer within a plan
   * @param bytes per picture
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
   * Constants that are uploaded once: {@code const T*} in a kernel. Elements follow each other
   * without padding; tables with equal content are stored once.
   */
  record Table(ByteBuffer bytes) implements Argument {

    public Table {
      bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    public static Table of(byte[] values) {
      return new Table(ByteBuffer.wrap(values.clone()));
    }

    public static Table of(short[] values) {
      ByteBuffer bytes = allocate(2 * values.length);
      bytes.asShortBuffer().put(values);
      return new Table(bytes);
    }

    public static Table of(int[] values) {
      ByteBuffer bytes = allocate(4 * values.length);
      bytes.asIntBuffer().put(values);
      return new Table(bytes);
    }

    public static Table of(float[] values) {
      ByteBuffer bytes = allocate(4 * values.length);
      bytes.asFloatBuffer().put(values);
      return new Table(bytes);
    }

    private static ByteBuffer allocate(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /**
   * Device memory that a stateful filter keeps from picture to picture of its stream: {@code T*} in
   * a kernel. It is zero before the first picture, and again whenever the shape of the pictures
   * changes.
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

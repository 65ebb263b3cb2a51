package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.DeviceMemory;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.Argument.Real;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Argument.Source;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.Argument.Target;
import io.darkroom.kernel.Argument.Whole;
import io.darkroom.kernel.Shape;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Writes the arguments of a launch in the memory layout of the kernel's parameters: in order, each
 * aligned to its size. See {@code darkroom.cuh}.
 */
final class ArgumentBlock {

  private static final int PICTURE_BYTES = 32;
  private static final int SCRATCH_BYTES = 16;
  private static final int NUMBER_BYTES = 4;

  /** The addresses of the arguments of one stage. */
  interface Places {
    long source();

    long target();

    Map<Scratch, Long> scratches();

    DeviceMemory table(Table table);

    DeviceMemory model(Model model);
  }

  private final StagePlan stage;
  private final Places places;
  private final ByteBuffer block;

  private ArgumentBlock(StagePlan stage, Places places, ByteBuffer block) {
    this.stage = stage;
    this.places = places;
    this.block = block;
  }

  /**
   * Returns the exact size of the arguments, without padding at the end. The driver refuses a
   * launch with any other size.
   */
  static int bytes(Iterable<Argument> arguments) {
    int end = 0;
    for (Argument argument : arguments) {
      int bytes = bytes(argument);
      end = (bytes == NUMBER_BYTES ? end : aligned(end)) + bytes;
    }
    return end;
  }

  private static int bytes(Argument argument) {
    if (argument instanceof Source || argument instanceof Target) {
      return PICTURE_BYTES;
    }
    if (argument instanceof Scratch) {
      return SCRATCH_BYTES;
    }
    return argument instanceof Table || argument instanceof Model ? Long.BYTES : NUMBER_BYTES;
  }

  /** Everything except a number is aligned to 8 bytes. */
  private static int aligned(int place) {
    return (place + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }

  static void put(Iterable<Argument> arguments, StagePlan stage, Places places, ByteBuffer block) {
    ArgumentBlock writer = new ArgumentBlock(stage, places, block);
    arguments.forEach(writer::put);
  }

  private void put(Argument argument) {
    if (argument instanceof Source) {
      putPicture(places.source(), stage.source());
    } else if (argument instanceof Target) {
      putPicture(places.target(), stage.target());
    } else if (argument instanceof Scratch scratch) {
      putLong(places.scratches().get(scratch));
      putLong(Layout.stride(scratch.bytes()));
    } else if (argument instanceof Table table) {
      putLong(places.table(table).address());
    } else if (argument instanceof Model model) {
      putLong(places.model(model).address());
    } else if (argument instanceof Whole whole) {
      block.putInt(whole.value());
    } else if (argument instanceof Real real) {
      block.putFloat(real.value());
    } else {
      throw new IllegalStateException("unknown argument: " + argument);
    }
  }

  private void putPicture(long address, Shape shape) {
    putLong(address);
    putLong(Layout.stride(shape.bytes()));
    block.putInt(shape.width()).putInt(shape.height()).putInt(shape.channels()).putInt(0);
  }

  private void putLong(long value) {
    block.position(aligned(block.position()));
    block.putLong(value);
  }
}

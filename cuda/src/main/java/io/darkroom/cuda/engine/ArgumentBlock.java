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
 * The arguments of a launch as a kernel's parameters lie in memory: one after the other, each at a
 * multiple of its alignment. See {@code darkroom.cuh}.
 */
final class ArgumentBlock {

  private static final int PICTURE_BYTES = 32;

  /** Where the arguments of one stage are. */
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

  /** Enough room for the arguments, whatever they are. */
  static long bytes(Iterable<Argument> arguments) {
    long bytes = 0;
    for (Argument ignored : arguments) {
      bytes += PICTURE_BYTES;
    }
    return bytes;
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
      throw new IllegalStateException("argument without a place: " + argument);
    }
  }

  private void putPicture(long address, Shape shape) {
    putLong(address);
    putLong(Layout.stride(shape.bytes()));
    block.putInt(shape.width()).putInt(shape.height()).putInt(shape.channels()).putInt(0);
  }

  private void putLong(long value) {
    block.position((block.position() + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    block.putLong(value);
  }
}

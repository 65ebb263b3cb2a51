package io.darkroom.cuda.kernels;

import static io.darkroom.cuda.kernels.Device.check;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.engine.PointKernel;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.filter.Filter;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filter.PointOperation;
import io.darkroom.filters.Picture;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.Argument.Real;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Argument.Source;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.Argument.Target;
import io.darkroom.kernel.Argument.Whole;
import io.darkroom.kernel.KernelPlan;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/**
 * Runs the kernels of one filter without the engine, pass by pass. Every buffer is a separate
 * allocation that ends with its last picture, so that AddressSanitizer and compute-sanitizer detect
 * an overrun of a single byte. AddressSanitizer also reports accesses to gaps between pictures.
 */
public final class KernelRun implements AutoCloseable {

  private static final int GAP = 256;
  private static final int ARGUMENT_BYTES = 1024;

  private final Function<Shape, KernelPlan> plans;
  private final CUmodule loaded;
  private final Map<Argument, Address> kept = new HashMap<>();
  private final Map<Argument, Address> bound = new HashMap<>();
  private Shape shape;
  private KernelPlan plan;
  private int layers;

  /**
   * Makes the GPU's context current on the thread.
   *
   * @param module the module that contains the kernels of the plans
   */
  public KernelRun(String module, Function<Shape, KernelPlan> plans) {
    this.plans = plans;
    Device.enter();
    loaded = load(module);
  }

  /** Creates a run of one step: with its own kernels, or the kernel for points. */
  public static KernelRun of(FilterCatalogue filters, ValidStep step) {
    Filter filter = filters.filter(step.filter().id());
    List<PointOperation> points = filter.points(step.arguments());
    return points.isEmpty()
        ? new KernelRun(step.filter().id(), filter.kernels(step.arguments()).orElseThrow()::plan)
        : new KernelRun(PointKernel.MODULE, source -> PointKernel.plan(points, source));
  }

  /** A device pointer whose address can be read. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer() + getByteOffset();
    }
  }

  /** Filters pictures of one shape as one bundle; models are kept for the next call. */
  public List<Picture> run(List<Picture> pictures) {
    bind(pictures);
    launch();
    check(cuCtxSynchronize());
    List<Picture> results = download(plan.output(), bound.get(Argument.TARGET), layers);
    release();
    return results;
  }

  /** Uploads the pictures, and allocates memory for the results. */
  public void bind(List<Picture> pictures) {
    Picture first = pictures.get(0);
    shape = new Shape(first.width(), first.height(), first.channels());
    plan = plans.apply(shape);
    layers = pictures.size();
    bound.put(Argument.SOURCE, uploaded(pictures, shape.bytes()));
    bound.put(Argument.TARGET, allocate(plan.output().bytes(), layers, false));
    for (Pass pass : plan.passes()) {
      pass.arguments().forEach(this::bindMemory);
    }
  }

  private void bindMemory(Argument argument) {
    if (argument instanceof Scratch scratch) {
      bound.computeIfAbsent(scratch, s -> allocate(scratch.bytes(), layers, scratch.cleared()));
    } else if (argument instanceof Table table) {
      kept.computeIfAbsent(table, t -> uploaded(table));
    } else if (argument instanceof Model model) {
      kept.computeIfAbsent(model, m -> allocate(model.bytes(), 1, true));
    }
  }

  /** Returns the shape of the results. */
  public Shape output() {
    return plan.output();
  }

  /** Submits every pass to the default stream, without waiting. */
  public void launch() {
    for (Pass pass : plan.passes()) {
      launch(pass, block(pass));
    }
  }

  /** Frees the memory of the pictures. */
  public void release() {
    bound.values().forEach(address -> check(cuMemFree(address)));
    bound.clear();
  }

  private ByteBuffer block(Pass pass) {
    ByteBuffer block = ByteBuffer.allocateDirect(ARGUMENT_BYTES).order(ByteOrder.nativeOrder());
    for (Argument argument : pass.arguments()) {
      if (argument instanceof Source) {
        putPicture(block, bound.get(argument), shape);
      } else if (argument instanceof Target) {
        putPicture(block, bound.get(argument), plan.output());
      } else if (argument instanceof Scratch scratch) {
        aligned(block).putLong(bound.get(scratch).value()).putLong(stride(scratch.bytes()));
      } else if (argument instanceof Whole whole) {
        block.putInt(whole.value());
      } else if (argument instanceof Real real) {
        block.putFloat(real.value());
      } else {
        aligned(block).putLong(kept.get(argument).value());
      }
    }
    return block;
  }

  private static void putPicture(ByteBuffer block, Address address, Shape shape) {
    aligned(block).putLong(address.value()).putLong(stride(shape.bytes()));
    block.putInt(shape.width()).putInt(shape.height()).putInt(shape.channels()).putInt(0);
  }

  private static ByteBuffer aligned(ByteBuffer block) {
    return block.position((block.position() + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
  }

  private void launch(Pass pass, ByteBuffer block) {
    CUfunction function = new CUfunction();
    check(cuModuleGetFunction(function, loaded, pass.kernel()));
    Pointer extra =
        Pointer.to(
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
            Pointer.to(block.duplicate().position(0)),
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
            Pointer.to(new long[] {block.position()}),
            JCudaDriver.CU_LAUNCH_PARAM_END);
    check(
        cuLaunchKernel(
            function,
            pass.gridX(),
            pass.gridY(),
            layers,
            pass.blockX(),
            pass.blockY(),
            1,
            0,
            null,
            null,
            extra));
  }

  /** Loads a module into the thread's context; the caller must unload it. */
  public static CUmodule load(String name) {
    return loadFile(name + ".ptx");
  }

  /** Loads the machine code of a module, which need not be compiled. */
  public static CUmodule loadMachineCode(String name) {
    return loadFile(name + ".fatbin");
  }

  private static CUmodule loadFile(String file) {
    try (InputStream code = KernelRun.class.getResourceAsStream("/io/darkroom/kernels/" + file)) {
      if (code == null) {
        throw new IllegalStateException("no " + file + ": run cuda/build-kernels");
      }
      byte[] text = code.readAllBytes();
      CUmodule module = new CUmodule();
      check(cuModuleLoadData(module, Arrays.copyOf(text, text.length + 1)));
      return module;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Picture> download(Shape shape, Address from, int layers) {
    List<Picture> pictures = new ArrayList<>(layers);
    for (int i = 0; i < layers; i++) {
      byte[] bytes = new byte[(int) shape.bytes()];
      check(
          cuMemcpyDtoH(
              Pointer.to(bytes), from.withByteOffset(i * stride(shape.bytes())), bytes.length));
      pictures.add(
          new Picture("on the device", shape.width(), shape.height(), shape.channels(), bytes));
    }
    return pictures;
  }

  private static Address uploaded(List<Picture> pictures, long bytes) {
    Address address = allocate(bytes, pictures.size(), false);
    for (int i = 0; i < pictures.size(); i++) {
      check(
          cuMemcpyHtoD(
              address.withByteOffset(i * stride(bytes)),
              Pointer.to(pictures.get(i).bytes()),
              bytes));
    }
    return address;
  }

  private static Address uploaded(Table table) {
    byte[] bytes = new byte[table.bytes().remaining()];
    table.bytes().duplicate().get(bytes);
    Address address = allocate(bytes.length, 1, false);
    check(cuMemcpyHtoD(address, Pointer.to(bytes), bytes.length));
    return address;
  }

  private static Address allocate(long bytes, int layers, boolean cleared) {
    Address address = new Address();
    long stride = stride(bytes);
    check(cuMemAlloc(address, stride * (layers - 1) + bytes));
    for (int i = 0; i < layers; i++) {
      if (cleared) {
        byte[] zeros = new byte[(int) bytes];
        check(cuMemcpyHtoD(address.withByteOffset(i * stride), Pointer.to(zeros), bytes));
      }
    }
    for (int i = 0; i < layers - 1; i++) {
      StandIn.forbid(address.value() + i * stride + bytes, stride - bytes);
    }
    return address;
  }

  private static long stride(long bytes) {
    return (bytes + GAP - 1) / GAP * GAP + GAP;
  }

  @Override
  public void close() {
    release();
    kept.values().forEach(address -> check(cuMemFree(address)));
    kept.clear();
    check(cuModuleUnload(loaded));
    Device.leave();
  }
}

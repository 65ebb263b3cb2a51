package io.darkroom.cuda.kernels;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.engine.PointKernel;
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
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Runs one filter's kernels by themselves, step by step: slow and plain, to look at kernels. */
public final class KernelRun implements AutoCloseable {

  private static final Map<String, CUmodule> MODULES = new HashMap<>();

  private final FilterCatalogue filters;
  private final ValidStep step;
  private final Map<Argument, Address> memory = new HashMap<>();

  public KernelRun(FilterCatalogue filters, ValidStep step) {
    this.filters = filters;
    this.step = step;
    JCudaDriver.setExceptionsEnabled(true);
    cuInit(0);
    CUdevice device = new CUdevice();
    cuDeviceGet(device, 0);
    CUcontext context = new CUcontext();
    cuDevicePrimaryCtxRetain(context, device);
    cuCtxSetCurrent(context);
  }

  /** A device pointer that tells its number. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer() + getByteOffset();
    }
  }

  /** Filters pictures of one shape as one bundle; models stay for the next call. */
  public List<Picture> run(List<Picture> pictures) {
    Picture first = pictures.get(0);
    Shape source = new Shape(first.width(), first.height(), first.channels());
    Filter filter = filters.filter(step.filter().id());
    List<PointOperation> points = filter.points(step.arguments());
    KernelPlan plan =
        points.isEmpty()
            ? filter.kernels(step.arguments()).orElseThrow().plan(source)
            : PointKernel.plan(points, source);
    String module = points.isEmpty() ? step.filter().id() : PointKernel.MODULE;
    return run(plan, module, source, pictures);
  }

  private List<Picture> run(KernelPlan plan, String module, Shape source, List<Picture> pictures) {
    int layers = pictures.size();
    Address from = allocate(stride(source.bytes()) * layers);
    Address to = allocate(stride(plan.output().bytes()) * layers);
    for (int i = 0; i < layers; i++) {
      byte[] bytes = pictures.get(i).bytes();
      cuMemcpyHtoD(
          from.withByteOffset(i * stride(source.bytes())), Pointer.to(bytes), bytes.length);
    }
    clearScratch(plan, layers);
    for (Pass pass : plan.passes()) {
      launch(pass, module, layers, block(pass, plan, source, from, to, layers));
      cuCtxSynchronize();
    }
    List<Picture> results = download(plan.output(), to, layers);
    cuMemFree(from);
    cuMemFree(to);
    memory.keySet().stream()
        .filter(Scratch.class::isInstance)
        .forEach(a -> cuMemFree(memory.get(a)));
    memory.keySet().removeIf(Scratch.class::isInstance);
    return results;
  }

  private void clearScratch(KernelPlan plan, int layers) {
    for (Pass pass : plan.passes()) {
      for (Argument argument : pass.arguments()) {
        if (argument instanceof Scratch scratch && !memory.containsKey(scratch)) {
          long bytes = stride(scratch.bytes()) * layers;
          memory.put(scratch, scratch.cleared() ? zeros(bytes) : allocate(bytes));
        }
      }
    }
  }

  private ByteBuffer block(
      Pass pass, KernelPlan plan, Shape source, Address from, Address to, int layers) {
    ByteBuffer block = ByteBuffer.allocateDirect(1024).order(ByteOrder.nativeOrder());
    for (Argument argument : pass.arguments()) {
      if (argument instanceof Source) {
        putPicture(block, from, source);
      } else if (argument instanceof Target) {
        putPicture(block, to, plan.output());
      } else if (argument instanceof Scratch scratch) {
        aligned(block, 8).putLong(memory.get(scratch).value()).putLong(stride(scratch.bytes()));
      } else if (argument instanceof Table table) {
        aligned(block, 8).putLong(memory.computeIfAbsent(table, t -> uploaded(table)).value());
      } else if (argument instanceof Model model) {
        aligned(block, 8).putLong(memory.computeIfAbsent(model, m -> zeros(model.bytes())).value());
      } else if (argument instanceof Whole whole) {
        block.putInt(whole.value());
      } else if (argument instanceof Real real) {
        block.putFloat(real.value());
      }
    }
    return block;
  }

  private static void putPicture(ByteBuffer block, Address address, Shape shape) {
    aligned(block, 8).putLong(address.value()).putLong(stride(shape.bytes()));
    block.putInt(shape.width()).putInt(shape.height()).putInt(shape.channels()).putInt(0);
  }

  private static ByteBuffer aligned(ByteBuffer block, int to) {
    return block.position((block.position() + to - 1) / to * to);
  }

  private static void launch(Pass pass, String module, int layers, ByteBuffer block) {
    CUfunction function = new CUfunction();
    cuModuleGetFunction(function, MODULES.computeIfAbsent(module, KernelRun::load), pass.kernel());
    Pointer extra =
        Pointer.to(
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
            Pointer.to(block.position(0)),
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
            Pointer.to(new long[] {block.capacity()}),
            JCudaDriver.CU_LAUNCH_PARAM_END);
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
        extra);
  }

  private static CUmodule load(String name) {
    try (InputStream ptx =
        KernelRun.class.getResourceAsStream("/io/darkroom/kernels/" + name + ".ptx")) {
      if (ptx == null) {
        throw new IllegalStateException("no " + name + ".ptx: run cuda/build-ptx");
      }
      byte[] text = ptx.readAllBytes();
      CUmodule module = new CUmodule();
      cuModuleLoadData(module, Arrays.copyOf(text, text.length + 1));
      return module;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Picture> download(Shape shape, Address from, int layers) {
    List<Picture> pictures = new ArrayList<>(layers);
    for (int i = 0; i < layers; i++) {
      byte[] bytes = new byte[(int) shape.bytes()];
      cuMemcpyDtoH(Pointer.to(bytes), from.withByteOffset(i * stride(shape.bytes())), bytes.length);
      pictures.add(
          new Picture("on the device", shape.width(), shape.height(), shape.channels(), bytes));
    }
    return pictures;
  }

  private static Address uploaded(Table table) {
    byte[] bytes = new byte[table.bytes().remaining()];
    table.bytes().duplicate().get(bytes);
    Address address = allocate(bytes.length);
    cuMemcpyHtoD(address, Pointer.to(bytes), bytes.length);
    return address;
  }

  private static Address zeros(long bytes) {
    Address address = allocate(bytes);
    cuMemcpyHtoD(address, Pointer.to(new byte[(int) bytes]), bytes);
    return address;
  }

  private static Address allocate(long bytes) {
    Address address = new Address();
    cuMemAlloc(address, bytes);
    return address;
  }

  private static long stride(long bytes) {
    return (bytes + 255) / 256 * 256;
  }

  @Override
  public void close() {
    memory.values().forEach(JCudaDriver::cuMemFree);
    memory.clear();
  }
}

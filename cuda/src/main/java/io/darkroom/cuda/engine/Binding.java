package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.DeviceMemory;
import io.darkroom.cuda.device.Launch;
import io.darkroom.cuda.device.Launch.Grid;
import io.darkroom.cuda.device.PinnedMemory;
import io.darkroom.cuda.device.RingEntry;
import io.darkroom.cuda.device.Slot;
import io.darkroom.cuda.device.Stream;
import io.darkroom.engine.Filtered.KernelTime;
import io.darkroom.engine.Fusion;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The launches of a chain in the memory of one ring entry. All arguments are prepared here, so that
 * running a bundle only calls the driver.
 */
final class Binding implements AutoCloseable {

  private record Step(StagePlan stage, List<DeviceMemory> cleared, List<Launch> launches) {}

  private record Places(
      long source, long target, Map<Scratch, Long> scratches, int stage, Constants constants)
      implements ArgumentBlock.Places {

    @Override
    public DeviceMemory table(Table table) {
      return constants.table(table);
    }

    @Override
    public DeviceMemory model(Model model) {
      return constants.model(stage, model);
    }
  }

  private final Slot slot;
  private final RingEntry entry;
  private final long generation;
  private final Layout layout;
  private final Constants constants;
  private final List<Step> steps = new ArrayList<>();
  private final List<PinnedMemory> blocks = new ArrayList<>();
  private final List<DeviceMemory> sources = new ArrayList<>();
  private final List<PinnedMemory> staged = new ArrayList<>();
  private final List<Mat> stagedImages = new ArrayList<>();
  private final List<Mat> results = new ArrayList<>();
  private final List<DeviceMemory> pictures = new ArrayList<>();
  private final List<DeviceMemory> own = new ArrayList<>();
  private int launches;

  Binding(Slot slot, RingEntry entry, Layout layout, Constants constants) {
    this.slot = slot;
    this.entry = entry;
    this.generation = entry.generation();
    this.layout = layout;
    this.constants = constants;
    try {
      bind();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private List<StagePlan> stages() {
    return layout.plan().stages();
  }

  private void bind() {
    Shape source = layout.plan().source();
    pictures.add(buffer(layout.offset(0), source.bytes()));
    for (int i = 0; i < stages().size(); i++) {
      pictures.add(buffer(layout.offset(i + 1), stages().get(i).target().bytes()));
      bindStage(i);
    }
    Shape output = layout.plan().output();
    for (int i = 0; i < layout.pictures(); i++) {
      long offset = i * Layout.stride(source.bytes());
      sources.add(pictures.get(0).part(offset, source.bytes()));
      if (entry.upload() != null && entry.upload().bytes() >= layout.uploadBytes()) {
        staged.add(entry.upload().part(offset, source.bytes()));
        stagedImages.add(Pinned.image(staged.get(i), source));
      }
      long down = i * Layout.stride(output.bytes());
      results.add(Pinned.image(entry.download().part(down, output.bytes()), output));
    }
  }

  /** Returns a picture or scratch buffer with one part per layer. */
  private DeviceMemory buffer(long offset, long bytes) {
    if (slot.apart()) {
      own.add(slot.device(bytes));
      return own.get(own.size() - 1);
    }
    return entry.arena().part(offset, layout.pictures() * Layout.stride(bytes));
  }

  private void bindStage(int index) {
    StagePlan stage = stages().get(index);
    Map<Scratch, Long> scratches = new HashMap<>();
    List<DeviceMemory> cleared = new ArrayList<>();
    long offset = layout.scratchOffset();
    for (Scratch scratch : stage.scratches()) {
      DeviceMemory memory = buffer(offset, scratch.bytes());
      scratches.put(scratch, memory.address());
      if (scratch.cleared()) {
        cleared.add(memory);
      }
      offset += layout.pictures() * Layout.stride(scratch.bytes());
    }
    long source = pictures.get(index).address();
    long target = pictures.get(index + 1).address();
    Places places = new Places(source, target, scratches, index, constants);
    List<Launch> ofStage = stage.passes().stream().map(p -> launch(stage, p, places)).toList();
    steps.add(new Step(stage, cleared, ofStage));
    launches += ofStage.size();
  }

  private Launch launch(StagePlan stage, Pass pass, Places places) {
    int bytes = ArgumentBlock.bytes(pass.arguments());
    PinnedMemory block = slot.pinned(Launch.room(bytes));
    blocks.add(block);
    ArgumentBlock.put(pass.arguments(), stage, places, block.buffer());
    Grid grid = new Grid(pass.gridX(), pass.gridY(), pass.blockX(), pass.blockY());
    return slot.kernels().launch(stage.module(), stage.code(), pass.kernel(), grid, block, bytes);
  }

  /** Returns whether the binding is valid for the current memory of its entry and a layout. */
  boolean fits(Layout wanted) {
    return generation == entry.generation() && layout.equals(wanted);
  }

  /** Submits a bundle; {@link #await} waits for its results. */
  void submit(List<Mat> images) {
    int count = images.size();
    for (int i = 0; i < count; i++) {
      upload(i, images.get(i));
    }
    slot.up().mark(entry.uploaded());
    slot.compute().waitFor(entry.uploaded());
    compute(count);
    slot.down().waitFor(entry.mark(launches));
    long bytes = (count - 1) * Layout.stride(output().bytes()) + output().bytes();
    slot.down().download(pictures.get(stages().size()), entry.download(), bytes);
    slot.down().mark(entry.downloaded());
  }

  private Shape output() {
    return layout.plan().output();
  }

  private void upload(int index, Mat image) {
    PinnedMemory pixels = Pinned.of(slot, image);
    if (pixels == null) {
      image.copyTo(stagedImages.get(index));
      pixels = staged.get(index);
    }
    slot.up().upload(pixels, sources.get(index), layout.plan().source().bytes());
  }

  private void compute(int count) {
    Stream stream = slot.compute();
    stream.mark(entry.mark(0));
    int marks = 1;
    for (Step step : steps) {
      step.cleared().forEach(stream::clear);
      for (Launch launch : step.launches()) {
        stream.launch(launch, count);
        stream.mark(entry.mark(marks++));
      }
    }
  }

  /** Waits for the results of the bundle. */
  void await() {
    entry.downloaded().await();
  }

  /** Returns a result, which is valid until the next bundle is submitted. */
  Mat result(int index) {
    return results.get(index);
  }

  /**
   * Returns the time per picture of the bundle. Call it after {@link #await}.
   *
   * @param filterNanos receives the time of each filter of the chain
   * @return the time of each kernel pass
   */
  List<KernelTime> times(int count, long[] filterNanos) {
    List<KernelTime> kernels = new ArrayList<>(launches);
    int marks = 0;
    for (Step step : steps) {
      Fusion.Stage covers = step.stage().covers();
      long stageNanos = 0;
      for (Pass pass : step.stage().passes()) {
        long nanos = entry.mark(marks + 1).nanosSince(entry.mark(marks)) / count;
        int filters = covers.end() - covers.first();
        kernels.add(new KernelTime(covers.first(), filters, pass.kernel(), nanos));
        stageNanos += nanos;
        marks++;
      }
      covers.share(stageNanos, filterNanos);
    }
    return kernels;
  }

  /** Returns how long the kernels of the bundle used the GPU. Call it after {@link #await}. */
  long busyNanos() {
    return entry.mark(launches).nanosSince(entry.mark(0));
  }

  int launches() {
    return launches;
  }

  @Override
  public void close() {
    stagedImages.forEach(Mat::close);
    results.forEach(Mat::close);
    blocks.forEach(slot::free);
    blocks.clear();
    own.forEach(slot::free);
    own.clear();
  }
}

package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.engine.Program.Running;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.image.ImageCodec;
import io.darkroom.kernel.Shape;
import io.darkroom.operator.Copies.Copy;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Runs the chains of a bundle on the task's thread. Codec threads encode the results while they
 * keep up and memory suffices; otherwise the task's thread does. A single result with no other
 * frame waiting is encoded immediately, because handing it over would only delay it.
 */
final class ChainRunner {

  private final ProgramCache programs;
  private final Admission admission;
  private final Pictures pictures;
  private final CodecThreads codecs;
  private final ImageLimits limits;

  ChainRunner(
      ProgramCache programs,
      Admission admission,
      Pictures pictures,
      CodecThreads codecs,
      ImageLimits limits) {
    this.programs = programs;
    this.admission = admission;
    this.pictures = pictures;
    this.codecs = codecs;
    this.limits = limits;
  }

  /** A run of one chain on the pictures of a bundle that go through it together. */
  record Run(ProgramKey key, Outcomes outcomes, Running running) {}

  /**
   * Starts the chains of a bundle. Frames of equal chain and size go through the engine together,
   * which may still be working on them when this method returns.
   *
   * @param alone whether no other bundle is in flight
   */
  void start(Bundle bundle, boolean alone) {
    List<FrameTask> tasks = bundle.tasks().stream().flatMap(List::stream).toList();
    Grouping groups = new Grouping(programs);
    tasks.stream().filter(task -> !task.finished()).forEach(groups::add);
    boolean here = alone && tasks.size() == 1;
    groups.forEach((key, group) -> start(key, new Outcomes(group, bundle, here)));
  }

  private void start(ProgramKey key, Outcomes outcomes) {
    try {
      List<Mat> images = outcomes.group.stream().map(FrameTask::image).toList();
      Mat first = images.get(0);
      Shape shape = new Shape(first.cols(), first.rows(), first.channels());
      Program program = programs.program(key, admission.estimate(key.chain(), shape));
      outcomes.bundle.running(new Run(key, outcomes, program.start(images, outcomes)));
    } catch (RuntimeException | Error e) {
      fail(key, outcomes, e);
    }
  }

  private void fail(ProgramKey key, Outcomes outcomes, Throwable cause) {
    outcomes.failRest(Failures.coded(cause));
    programs.release(key);
  }

  /** Waits until the engine has finished a bundle. */
  void finish(Bundle bundle) {
    for (Run run : bundle.runs()) {
      try {
        run.running().finish();
      } catch (RuntimeException | Error e) {
        fail(run.key(), run.outcomes(), e);
      }
      if (run.key().once()) {
        programs.release(run.key());
      }
    }
  }

  /** Receives the results of a group, which the engine reports in order, each once. */
  final class Outcomes implements Program.Results {

    private final List<FrameTask> group;
    private final Bundle bundle;
    private final boolean here;
    private int reported;

    Outcomes(List<FrameTask> group, Bundle bundle, boolean here) {
      this.group = group;
      this.bundle = bundle;
      this.here = here;
    }

    @Override
    public void done(int index, Filtered result) {
      reported = index + 1;
      encode(group.get(index), result, bundle, here);
    }

    @Override
    public void failed(int index, DarkroomException cause) {
      reported = index + 1;
      group.get(index).fail(cause);
    }

    void failRest(DarkroomException cause) {
      group.subList(reported, group.size()).forEach(task -> task.fail(cause));
    }
  }

  private void encode(FrameTask task, Filtered result, Bundle bundle, boolean here) {
    if (!task.assignment().used()) {
      task.discard();
      return;
    }
    try {
      long start = System.nanoTime();
      Optional<Copy> copy = here ? Optional.empty() : copy(task, result.image());
      long copying = System.nanoTime() - start;
      if (copy.isEmpty()) {
        codecs.here(codec -> encode(codec, task, result.image(), result, 0));
        return;
      }
      Mat image = copy.get().image();
      bundle.encoding(
          codecs.submit(codec -> encode(codec, task, image, result, copying)), copy.get());
    } catch (RuntimeException | Error e) {
      task.fail(Failures.coded(e));
    }
  }

  private Optional<Copy> copy(FrameTask task, Mat image) {
    Shape shape = new Shape(image.cols(), image.rows(), image.channels());
    long encoding = Coding.encodeBytes(task.assignment().output(), shape);
    return pictures.copy(image, encoding, admission.room());
  }

  /**
   * Encodes a result.
   *
   * @param copying the time of copying it, in ns, which counts as encoding
   */
  private Void encode(ImageCodec codec, FrameTask task, Mat image, Filtered result, long copying) {
    long start = System.nanoTime();
    try {
      limits.requireSize("result", image.cols(), image.rows());
      ByteString encoded = codec.encode(image, task.assignment().output());
      requireFits(encoded, task.assignment().output());
      task.finish(encoded, result, (copying + System.nanoTime() - start) / 1000);
    } catch (RuntimeException | Error e) {
      task.fail(Failures.coded(e));
    }
    return null;
  }

  /** A picture that arrives as a small JPEG can be a large PNG. */
  private void requireFits(ByteString encoded, Output output) {
    if (encoded.size() > limits.maxBytes()) {
      String smaller =
          output.encoding() == Encoding.PNG
              ? "encoding=jpeg or a scale"
              : "a lower quality, or a scale";
      throw new DarkroomException(
          ErrorCode.IMAGE_TOO_LARGE,
          "result: %d bytes as %s (expected: at most %d). Ask for %s below 1."
              .formatted(encoded.size(), output.encoding().text(), limits.maxBytes(), smaller));
    }
  }
}

package io.darkroom.local.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.darkroom.local.TestPictures;
import io.darkroom.v1.Encoding;
import io.darkroom.v1.Frame;
import io.darkroom.v1.Pipeline;
import io.darkroom.v1.PipelineTimeline;
import io.darkroom.v1.Request;
import java.util.List;

/** Builds messages that are almost valid: any field may have a corrupted value. */
final class HostileMessages {

  static final String STREAM = "hostile";

  /** Takes seconds, or needs more memory than available. */
  private static final String HUGE =
      "resize(width=8192, height=8192) | gaussian_blur(sigma=100) | background_subtraction";

  private static final List<String> CHAINS =
      List.of(
          "invert",
          "grayscale | sobel",
          "background_subtraction",
          "frame_difference | invert",
          "resize(width=800, height=600)",
          "gaussian_blur(sigma=100)",
          "bilateral | bilateral | bilateral",
          "no_such_filter",
          "invert |",
          "rotate(angle=45) | rotate(angle=45) | rotate(angle=45)");

  private final Mutator mutator;
  private final List<byte[]> pictures =
      List.of(
          TestPictures.jpeg(24, 16, 1), TestPictures.jpeg(64, 48, 2), TestPictures.png(16, 16, 3));

  HostileMessages(Mutator mutator) {
    this.mutator = mutator;
  }

  /** A bare image, intact or corrupted. */
  byte[] image() {
    byte[] picture = mutator.oneOf(pictures);
    return mutator.oneIn(4) ? picture : mutator.bytes(picture);
  }

  byte[] frame() {
    return mutator.oneIn(3) ? mutator.bytes(frameFields().build().toByteArray()) : fields();
  }

  private byte[] fields() {
    return frameFields().build().toByteArray();
  }

  private Frame.Builder frameFields() {
    Frame.Builder frame =
        Frame.newBuilder()
            .setStreamId(mutator.oneIn(6) ? mutator.text() : STREAM)
            .setEpoch(mutator.number())
            .setSequence(mutator.oneIn(2) ? mutator.number() : mutator.below(1_000))
            .setImage(ByteString.copyFrom(image()));
    if (mutator.oneIn(3)) {
      frame.setEncodingValue(mutator.oneIn(2) ? (int) mutator.number() : mutator.below(6));
    } else {
      frame.setEncoding(Encoding.ENCODING_UNSPECIFIED);
    }
    if (mutator.oneIn(4)) {
      frame.setWidthPx((int) mutator.number()).setHeightPx((int) mutator.number());
    }
    if (mutator.oneIn(3)) {
      frame.setCapturedAt(
          Timestamp.newBuilder().setSeconds(mutator.number()).setNanos((int) mutator.number()));
    }
    if (mutator.oneIn(3)) {
      frame
          .getTraceBuilder()
          .setTraceparent(mutator.text())
          .setTracestate(mutator.text())
          .setBaggage(mutator.text());
    }
    if (mutator.oneIn(12)) {
      frame
          .getProcessingBuilder()
          .setPipelineId(mutator.text())
          .setAccelerator(mutator.text())
          .setRevision((int) mutator.number());
    }
    return frame;
  }

  byte[] request(String requestId) {
    Frame.Builder frame = frameFields().setStreamId("");
    Request.Builder request =
        frame
            .getRequestBuilder()
            .setRequestId(mutator.oneIn(8) ? mutator.text() : requestId)
            .setChain(chain())
            .setAccelerator(mutator.oneIn(4) ? mutator.text() : "cpu");
    if (mutator.oneIn(3)) {
      request.setSession(mutator.oneIn(2) ? mutator.text() : "session" + mutator.below(50));
    }
    if (mutator.oneIn(4)) {
      request.setTimeout(
          Duration.newBuilder().setSeconds(mutator.number()).setNanos((int) mutator.number()));
    }
    if (mutator.oneIn(4)) {
      request
          .getOutputBuilder()
          .setEncoding(mutator.text())
          .setQuality((int) mutator.number())
          .setScale(mutator.number());
    }
    byte[] bytes = frame.build().toByteArray();
    return mutator.oneIn(5) ? mutator.bytes(bytes) : bytes;
  }

  String chain() {
    if (mutator.oneIn(500)) {
      return HUGE;
    }
    return mutator.oneIn(4) ? mutator.text() : mutator.oneOf(CHAINS);
  }

  /** Applies to no stream of other tests. */
  byte[] timeline(String pipelineId) {
    PipelineTimeline.Builder timeline = PipelineTimeline.newBuilder();
    for (int revisions = mutator.below(3); revisions >= 0; revisions--) {
      Pipeline.Builder pipeline =
          Pipeline.newBuilder()
              .setPipelineId(mutator.oneIn(5) ? mutator.text() : pipelineId)
              .setStreamId(mutator.oneIn(5) ? mutator.text() : STREAM)
              .setChain(chain())
              .setRevision((int) mutator.number());
      if (mutator.oneIn(3)) {
        pipeline.setEffectiveFrom(Timestamp.newBuilder().setSeconds(mutator.number()));
      }
      timeline.addRevisions(pipeline);
    }
    byte[] bytes = timeline.build().toByteArray();
    return mutator.oneIn(2) ? mutator.bytes(bytes) : bytes;
  }
}

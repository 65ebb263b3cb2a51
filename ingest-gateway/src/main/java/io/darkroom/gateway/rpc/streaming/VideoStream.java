package io.darkroom.gateway.rpc.streaming;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import io.darkroom.chain.Chain;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.LineageCodec;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.error.Errors;
import io.darkroom.gateway.media.JpegFrame;
import io.darkroom.gateway.media.JpegFrameReader;
import io.darkroom.gateway.media.PlaybackClock;
import io.darkroom.gateway.media.VideoFile;
import io.darkroom.gateway.requests.ImageProcessor;
import io.darkroom.gateway.requests.SessionProcessor;
import io.darkroom.gateway.requests.SessionProcessor.Failed;
import io.darkroom.gateway.requests.SessionProcessor.Processed;
import io.darkroom.gateway.requests.SessionProcessor.Result;
import io.darkroom.gateway.requests.SessionSettings;
import io.darkroom.gateway.rpc.ImageMessages;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.v1.ProcessImageResponse;
import io.darkroom.v1.StreamVideoRequest;
import io.darkroom.v1.VideoFrame;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One StreamVideo call. Runs on its own thread, which reads the video no faster than its pace, the
 * job and the caller allow.
 */
public final class VideoStream implements Runnable {

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final Duration MAX_LATENESS = Duration.ofMillis(500);

  private static final Duration LONGEST = Duration.ofDays(365);

  private final StreamVideoRequest request;
  private final Path file;
  private final Optional<SessionSettings> settings;
  private final ImageProcessor processor;
  private final TraceContext trace;
  private final ResponseStream<VideoFrame> out;
  private final PlaybackClock clock = new PlaybackClock(MAX_LATENESS);
  private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();

  /**
   * @throws DarkroomException if the chain or the output is invalid
   */
  public VideoStream(
      StreamVideoRequest request,
      Path file,
      ImageProcessor processor,
      TraceContext trace,
      ResponseStream<VideoFrame> out) {
    this.request = request;
    this.file = file;
    this.settings = settingsOf(request);
    this.processor = processor;
    this.trace = trace;
    this.out = out;
    settings.ifPresent(wanted -> processor.catalogue().validate(wanted.chain()));
  }

  /** Empty if the caller wants the frames unprocessed. */
  private static Optional<SessionSettings> settingsOf(StreamVideoRequest request) {
    if (request.getChain().isBlank() && !request.hasOutput()) {
      return Optional.empty();
    }
    return Optional.of(
        new SessionSettings(
            Chain.parse(request.getChain()),
            PipelineCodec.parseAccelerator(request.getAccelerator()),
            LineageCodec.fromMessage(request.getOutput())));
  }

  @Override
  public void run() {
    try (JpegFrameReader reader = VideoFile.open(file, startAt())) {
      if (settings.isPresent()) {
        streamProcessed(reader, settings.get());
      } else {
        streamRaw(reader);
      }
      out.complete();
    } catch (InterruptedException e) {
      out.fail(Errors.ofStatus(503, null));
    } catch (RuntimeException e) {
      out.fail(Errors.coded(e));
    } catch (Error e) {
      // Without an answer the caller would wait forever.
      out.fail(Errors.coded(e));
      throw e;
    }
  }

  /** The start position, limited to what nanoseconds can express. */
  private Duration startAt() {
    Duration wanted = Duration.ofSeconds(request.getStartAt().getSeconds());
    return wanted.compareTo(LONGEST) > 0
        ? LONGEST
        : wanted.plusNanos(request.getStartAt().getNanos());
  }

  private void streamRaw(JpegFrameReader reader) throws InterruptedException {
    Optional<JpegFrame> next = read(reader, 0);
    for (long number = 0; next.isPresent(); next = read(reader, ++number)) {
      JpegFrame picture = next.get();
      if (!out.pause(nanosUntil(picture)) || !out.write(frameOf(number, picture))) {
        return;
      }
    }
  }

  private void streamProcessed(JpegFrameReader reader, SessionSettings wanted)
      throws InterruptedException {
    try (SessionProcessor session =
        new SessionProcessor(processor, trace, Runnable::run, results::add)) {
      session.use(wanted);
      long read = 0;
      long written = 0;
      Optional<JpegFrame> next = read(reader, 0);
      while (!out.isCancelled() && (next.isPresent() || written < read)) {
        boolean room = next.isPresent() && read - written < SessionProcessor.MAX_IN_FLIGHT;
        long wait = room ? nanosUntil(next.get()) : LOOK_NANOS;
        if (room && wait == 0) {
          JpegFrame picture = next.get();
          session.submit(picture.jpeg(), Instant.now(), picture.position().toNanos());
          next = read(reader, ++read);
          wait = 0;
        }
        written += passOn(Math.min(wait, LOOK_NANOS));
      }
    }
  }

  private Optional<JpegFrame> read(JpegFrameReader reader, long number) {
    boolean enough = request.hasMaxFrames() && number >= request.getMaxFrames();
    return enough ? Optional.empty() : reader.next();
  }

  private long nanosUntil(JpegFrame picture) {
    long micros = TimeUnit.NANOSECONDS.toMicros(picture.position().toNanos());
    return request.getUnpaced() ? 0 : clock.nanosUntil(micros, true);
  }

  /** Writes the next result if one arrives in this time. Returns how many were written. */
  private int passOn(long nanos) throws InterruptedException {
    Result result = results.poll(nanos, TimeUnit.NANOSECONDS);
    if (result == null) {
      return 0;
    }
    if (result instanceof Failed failed) {
      throw failed.cause();
    }
    out.write(frameOf((Processed) result));
    return 1;
  }

  private static VideoFrame frameOf(long number, JpegFrame picture) {
    return frame(number, picture.position().toNanos(), picture.jpeg())
        .setEncoding(Encoding.JPEG.text())
        .setWidthPx(picture.width())
        .setHeightPx(picture.height())
        .build();
  }

  private static VideoFrame frameOf(Processed result) {
    ProcessImageResponse processed = ImageMessages.toResponse(result.frame());
    return frame(result.number(), result.tag(), processed.getImage())
        .setEncoding(processed.getEncoding())
        .setWidthPx(processed.getWidthPx())
        .setHeightPx(processed.getHeightPx())
        .setProcessing(processed.getProcessing())
        .build();
  }

  private static VideoFrame.Builder frame(long number, long positionNanos, ByteString image) {
    return VideoFrame.newBuilder()
        .setNumber(number)
        .setPosition(Durations.fromNanos(positionNanos))
        .setImage(image);
  }
}

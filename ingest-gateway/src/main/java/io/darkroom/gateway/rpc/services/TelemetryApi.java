package io.darkroom.gateway.rpc.services;

import com.google.protobuf.Empty;
import io.darkroom.gateway.resources.SettingStore;
import io.darkroom.gateway.resources.SettingWriter;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.v1.DeleteLogLevelRequest;
import io.darkroom.v1.DeleteTraceRatioRequest;
import io.darkroom.v1.GetTracingRequest;
import io.darkroom.v1.ListLogLevelsRequest;
import io.darkroom.v1.ListLogLevelsResponse;
import io.darkroom.v1.LogLevel;
import io.darkroom.v1.PutLogLevelRequest;
import io.darkroom.v1.PutTraceRatioRequest;
import io.darkroom.v1.TelemetryServiceGrpc;
import io.darkroom.v1.TraceRatio;
import io.darkroom.v1.Tracing;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** The RPCs on log levels and trace sampling. Called on event loops; never blocks. */
public final class TelemetryApi extends TelemetryServiceGrpc.TelemetryServiceImplBase {

  private final SettingStore settings;
  private final SettingWriter writer;

  public TelemetryApi(SettingStore settings, SettingWriter writer) {
    this.settings = settings;
    this.writer = writer;
  }

  @Override
  public void listLogLevels(
      ListLogLevelsRequest request, StreamObserver<ListLogLevelsResponse> observer) {
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListLogLevelsResponse.newBuilder(),
                    request,
                    changedLevels(),
                    LogLevel::getLogger)
                .build());
  }

  private List<LogLevel> changedLevels() {
    return settings.levels().changed().entrySet().stream()
        .map(level -> of(level.getKey(), level.getValue()))
        .toList();
  }

  private static LogLevel of(String logger, String level) {
    return LogLevel.newBuilder().setLogger(logger).setLevel(level).build();
  }

  @Override
  public void putLogLevel(PutLogLevelRequest request, StreamObserver<LogLevel> observer) {
    LogLevel level = of(request.getLogger(), request.getLevel());
    Replies.replyLater(observer, () -> writer.put(level).thenApply(written -> level));
  }

  @Override
  public void deleteLogLevel(DeleteLogLevelRequest request, StreamObserver<Empty> observer) {
    Replies.replyLater(
        observer,
        () ->
            writer
                .deleteLevel(request.getLogger())
                .thenApply(written -> Empty.getDefaultInstance()));
  }

  @Override
  public void getTracing(GetTracingRequest request, StreamObserver<Tracing> observer) {
    Replies.reply(observer, this::tracing);
  }

  private Tracing tracing() {
    Tracing.Builder tracing =
        Tracing.newBuilder()
            .setEnabled(settings.tracing().enabled())
            .setBudgetPerSecond(settings.tracing().budget())
            .setRatio(settings.tracing().ratio())
            .setPageRatio(settings.tracing().pageRatio());
    settings
        .tracing()
        .ratios()
        .all()
        .forEach((streamId, ratio) -> tracing.addStreams(of(streamId, ratio)));
    return tracing.build();
  }

  private static TraceRatio of(String streamId, double ratio) {
    return TraceRatio.newBuilder().setStreamId(streamId).setRatio(ratio).build();
  }

  @Override
  public void putTraceRatio(PutTraceRatioRequest request, StreamObserver<TraceRatio> observer) {
    TraceRatio ratio = of(request.getStreamId(), request.getRatio());
    Replies.replyLater(observer, () -> writer.put(ratio).thenApply(written -> ratio));
  }

  @Override
  public void deleteTraceRatio(DeleteTraceRatioRequest request, StreamObserver<Empty> observer) {
    Replies.replyLater(
        observer,
        () ->
            writer
                .deleteRatio(request.getStreamId())
                .thenApply(written -> Empty.getDefaultInstance()));
  }
}

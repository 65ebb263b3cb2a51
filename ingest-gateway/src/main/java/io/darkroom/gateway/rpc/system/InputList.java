package io.darkroom.gateway.rpc.system;

import static io.darkroom.v1.Permission.PERMISSION_SOURCES;
import static io.darkroom.v1.Permission.PERMISSION_VIDEOS;

import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.library.Cameras;
import io.darkroom.gateway.library.ImageLibrary;
import io.darkroom.gateway.library.VideoLibrary;
import io.darkroom.gateway.policy.Rights;
import io.darkroom.v1.Input;
import io.darkroom.v1.Source;
import io.darkroom.v1.StreamStatus;
import io.darkroom.v1.Video;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lists all inputs: streams, sources, videos, image folders and cameras. Thread-safe; reads the
 * disk.
 *
 * @param sources the sources, without secrets
 */
public record InputList(
    StreamRegistry streams,
    Supplier<List<Source>> sources,
    VideoLibrary videos,
    ImageLibrary images,
    Cameras cameras) {

  private static final List<String> TYPES =
      List.of("stream", "source", "video", "images", "camera");

  /** The inputs that a caller may use. */
  public List<Input> list(Caller caller) {
    Rights rights = caller.rights();
    Stream<Input> streamed =
        Stream.concat(
            streams.statuses().stream()
                .filter(stream -> caller.sees(stream.getStreamId()))
                .map(InputList::ofStream),
            sources.get().stream()
                .filter(source -> rights.allow(PERMISSION_SOURCES, source.getStreamId()))
                .map(InputList::ofSource));
    return Stream.of(streamed, files(rights), devices(rights)).flatMap(found -> found).toList();
  }

  private Stream<Input> files(Rights rights) {
    return rights.allowEverywhere(PERMISSION_VIDEOS)
        ? Stream.concat(
            videos.list().stream().map(InputList::ofVideo),
            images.folders().stream().map(InputList::ofImages))
        : Stream.empty();
  }

  private Stream<Input> devices(Rights rights) {
    return rights.allow(PERMISSION_SOURCES)
        ? cameras.list().stream().map(InputList::ofCamera)
        : Stream.empty();
  }

  /** A unique key that sorts inputs in the order of the list. */
  public static String key(Input input) {
    return TYPES.indexOf(input.getType()) + input.getInputId();
  }

  private static Input ofStream(StreamStatus stream) {
    return input("stream", stream.getStreamId()).setStreamId(stream.getStreamId()).build();
  }

  private static Input ofSource(Source source) {
    String stream = source.getStreamId().isEmpty() ? source.getSourceId() : source.getStreamId();
    return input("source", source.getSourceId())
        .setUri(source.getUri())
        .setStreamId(stream)
        .build();
  }

  private static Input ofVideo(Video video) {
    return input("video", video.getVideoId())
        .setUri("video:" + video.getVideoId())
        .setPreview(video.getPreview())
        .build();
  }

  private static Input ofImages(String folder) {
    return input("images", folder).setUri("images:" + folder).build();
  }

  private static Input ofCamera(Cameras.Camera camera) {
    return input("camera", camera.device())
        .setDisplayName(camera.name())
        .setUri("camera:" + camera.device())
        .build();
  }

  private static Input.Builder input(String type, String id) {
    return Input.newBuilder().setType(type).setInputId(id).setDisplayName(id);
  }
}

package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.gateway.media.ByteRequest;
import io.darkroom.gateway.media.ByteSource;
import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaInput;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import io.darkroom.gateway.sources.pull.hls.Playlist;
import io.darkroom.gateway.sources.pull.hls.Variant;
import io.darkroom.gateway.sources.pull.hls.VariantRule;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Opens an HLS playlist. Chooses the variant itself, so that FFmpeg sees one media playlist and
 * never the renditions for sound and subtitles.
 */
record HlsInput(PullPlan plan, HttpOpener http, HlsProgress progress) {

  private static final int MAX_PLAYLIST = 8 << 20;

  /** A playlist and the address that its entries are relative to. */
  private record Fetched(Playlist playlist, HttpAddress base) {}

  OpenInput open(HttpFetch first, String formats, Deadline deadline) throws IOException {
    Fetched media = media(read(first));
    media.playlist().foreignEncryption().ifPresent(HlsInput::refuse);
    boolean recorded = !progress.wasLive() && plan.network().recorded(media.playlist().recorded());
    if (!recorded) {
      progress.live();
    }
    int start = recorded ? 0 : start(media);
    String text = recorded ? media.playlist().asRecorded() : media.playlist().asLive();
    MediaInput input = input(media.base(), text, start, formats);
    VideoReader reader = VideoReader.open(input, plan.keepsPictures(), deadline);
    return recorded ? OpenInput.stored(reader) : OpenInput.inBursts(reader);
  }

  private Fetched media(Fetched master) throws IOException {
    if (!master.playlist().isMaster()) {
      return master;
    }
    VariantRule rule =
        new VariantRule(plan.size().width(), plan.size().height(), plan.network().maxBandwidth());
    Variant variant =
        rule.choose(master.playlist().variants())
            .orElseThrow(() -> failure("variants without video (expected: one with video)"));
    Fetched media = read(http.openEntry(master.base().resolve(variant.uri()).uri().toString()));
    if (media.playlist().isMaster()) {
      throw failure("a variant that is a list of variants (expected: a list of segments)");
    }
    return media;
  }

  private static Fetched read(HttpFetch fetch) throws IOException {
    try (fetch) {
      String text = new String(fetch.rest(MAX_PLAYLIST), UTF_8);
      if (!text.contains("#EXTM3U")) {
        throw failure("a variant that is no playlist (expected: #EXTM3U)");
      }
      return new Fetched(Playlist.parse(text), fetch.address());
    }
  }

  private static void refuse(String method) {
    throw new PullException(
        Retry.NEVER,
        "hls: segments encrypted by %s (expected: none, or AES-128). Only licensed players can play them."
            .formatted(method));
  }

  /** Throws if there is nothing to read yet. */
  private int start(Fetched media) {
    int next = progress.next(media.playlist(), media.base());
    boolean ended = media.playlist().recorded();
    if (next == media.playlist().segments().size() || ended && next < 0 && progress.hasBegun()) {
      throw new PullException(
          Retry.SOON,
          ended
              ? "hls: the stream has ended. Waiting for it to come back."
              : "hls: no new segment in the playlist. Waiting for one.");
    }
    return next < 0 && ended ? 0 : next;
  }

  private static PullException failure(String what) {
    return new PullException(Retry.LATER, "hls: %s. Check the address.".formatted(what));
  }

  private MediaInput input(HttpAddress base, String text, int start, String formats) {
    Map<String, String> options =
        Map.of(
            "http_persistent", "0",
            "http_multiple", "0",
            "extension_picky", "0",
            "live_start_index", Integer.toString(start),
            "probesize", "1000000",
            "analyzeduration", "1000000");
    return MediaInput.bytes(
        base.text(),
        Optional.of("hls"),
        "hls," + formats,
        options,
        new MemoryBytes(text.getBytes(UTF_8)),
        this::openEntry);
  }

  private ByteSource openEntry(ByteRequest request) throws IOException {
    ByteSource opened = http.open(request);
    progress.opened(request);
    return opened;
  }
}

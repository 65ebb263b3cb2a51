package io.darkroom.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.fuzz.Hostile;
import io.darkroom.gateway.sources.pull.hls.Playlist;
import io.darkroom.gateway.sources.pull.hls.VariantRule;

/** An HLS playlist. */
public final class PlaylistFuzz {

  private static final VariantRule RULE = new VariantRule(640, 360, 1_000_000);

  private PlaylistFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Playlist playlist = Playlist.parse(new String(input, UTF_8));
    RULE.choose(playlist.variants());
    Hostile.require(
        playlist.segments().stream().allMatch(segment -> segment.from() >= 0), "a position");
    Hostile.require(playlist.lastNumber() >= -1, "a number");
    Hostile.require(Playlist.parse(playlist.asRecorded()).recorded(), "a recording");
    playlist.asLive();
  }
}

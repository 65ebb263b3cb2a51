package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.media.ByteRequest;
import io.darkroom.gateway.sources.pull.hls.Playlist;
import io.darkroom.gateway.sources.pull.hls.Segment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What has been read of a live playlist, so that nothing is read twice after a reconnect. Used by
 * one thread.
 */
final class HlsProgress {

  /** Near the end, with one segment in reserve. */
  static final int NEWEST = -2;

  private static final int MAX_REMEMBERED = 512;

  private final Set<String> opened = new LinkedHashSet<>();
  private boolean live;
  private long lastNumber = -1;

  /** Remembers that the source is live, even if its playlist ends. */
  void live() {
    live = true;
  }

  boolean wasLive() {
    return live;
  }

  /** Records what is opened; other things than segments do no harm. */
  void opened(ByteRequest request) {
    opened.add(key(HttpAddress.parse(request.url()), request.from()));
    if (opened.size() > MAX_REMEMBERED) {
      opened.remove(opened.iterator().next());
    }
  }

  boolean hasBegun() {
    return !opened.isEmpty();
  }

  /**
   * The index of the first segment to read; {@link #NEWEST} if none of them was read before. If the
   * numbers start again, so has the encoder, and all segments are new, whatever their names.
   *
   * @param base of the segments' URIs
   */
  int next(Playlist playlist, HttpAddress base) {
    boolean startedAgain = playlist.lastNumber() < lastNumber;
    lastNumber = playlist.lastNumber();
    if (startedAgain) {
      opened.clear();
      return 0;
    }
    List<Segment> segments = playlist.segments();
    for (int i = segments.size() - 1; i >= 0 && hasBegun(); i--) {
      if (wasOpened(segments.get(i), base)) {
        return i + 1;
      }
    }
    return NEWEST;
  }

  private boolean wasOpened(Segment segment, HttpAddress base) {
    try {
      return opened.contains(key(base.resolve(segment.uri()), segment.from()));
    } catch (DarkroomException e) {
      return false;
    }
  }

  private static String key(HttpAddress address, long from) {
    return from + " " + address.text();
  }
}

package io.darkroom.gateway.library;

import static java.util.Comparator.comparingLong;

import com.google.protobuf.util.Timestamps;
import io.darkroom.gateway.limits.UploadLimits;
import io.darkroom.v1.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Limits the number and total size of unfinished uploads. Only received bytes count, not announced
 * ones. When a limit is reached, idle uploads are evicted: those with the fewest bytes first, so
 * that callers that send little cannot displace one that has sent much.
 *
 * @param evict deletes an upload; false if it cannot be evicted
 */
record UploadEviction(UploadLimits limits, Predicate<Upload> evict) {

  private static final Comparator<Upload> FEWEST_BYTES =
      comparingLong(Upload::getOffsetBytes).thenComparing(UploadEviction::longestIdle);

  /** Makes room for a new upload that has sent nothing, by evicting the oldest such upload. */
  void announce(List<Upload> others) {
    List<Upload> announced =
        others.stream()
            .filter(u -> u.getOffsetBytes() == 0)
            .sorted(UploadEviction::longestIdle)
            .toList();
    int over = announced.size() + 1 - limits.maxUnfinished();
    for (Upload upload : announced) {
      if (over > 0 && evict.test(upload)) {
        over--;
      }
    }
  }

  /**
   * Makes room for an upload, or refuses it.
   *
   * @param bytes received, or announced for a new upload
   * @throws io.darkroom.error.DarkroomException {@code QUOTA_EXCEEDED}
   */
  void require(List<Upload> others, long bytes) {
    List<Upload> arrived =
        new ArrayList<>(others.stream().filter(u -> u.getOffsetBytes() > 0).toList());
    while (arrived.size() >= limits.maxUnfinished()) {
      if (!evictOne(arrived, limits.idle(), FEWEST_BYTES)) {
        throw UploadRules.tooMany(limits);
      }
    }
    while (bytesOf(arrived) + bytes > limits.maxUnfinishedBytes()) {
      if (!evictOne(arrived, UploadLimits.LONG_IDLE, UploadEviction::longestIdle)) {
        throw UploadRules.tooManyBytes(limits, bytesOf(arrived));
      }
    }
  }

  private boolean evictOne(List<Upload> uploads, Duration idle, Comparator<Upload> order) {
    long newest = Instant.now().minus(idle).toEpochMilli();
    for (Upload upload : uploads.stream().sorted(order).toList()) {
      if (Timestamps.toMillis(upload.getUpdatedAt()) <= newest && evict.test(upload)) {
        uploads.remove(upload);
        return true;
      }
    }
    return false;
  }

  static long bytesOf(List<Upload> uploads) {
    return uploads.stream().mapToLong(Upload::getOffsetBytes).sum();
  }

  private static int longestIdle(Upload a, Upload b) {
    return Timestamps.compare(a.getUpdatedAt(), b.getUpdatedAt());
  }
}

package io.darkroom.cuda.device;

import java.util.ArrayList;
import java.util.List;

/**
 * The buffers and events that one bundle needs for upload, kernels and download. While a bundle is
 * in progress, the next bundles use the other entries of the ring. Used by the slot's thread.
 */
public final class RingEntry implements AutoCloseable {

  private final Slot slot;
  private final List<Event> marks = new ArrayList<>();
  private Event uploaded;
  private Event downloaded;
  private DeviceMemory arena;
  private PinnedMemory upload;
  private PinnedMemory download;
  private long generation;

  RingEntry(Slot slot) {
    this.slot = slot;
  }

  /**
   * Grows the buffers to at least these sizes. A buffer that grows loses its content.
   *
   * @throws CudaException {@code MEMORY}; the buffers may then be smaller than requested
   */
  public void reserve(long arenaBytes, long uploadBytes, long downloadBytes) {
    if (!holdsArena(arenaBytes)) {
      growArena(arenaBytes);
    }
    if (!holds(upload, uploadBytes)) {
      upload = grown(upload, uploadBytes);
    }
    if (!holds(download, downloadBytes)) {
      download = grown(download, downloadBytes);
    }
  }

  /** Returns whether the buffers already have these sizes. */
  public boolean holds(long arenaBytes, long uploadBytes, long downloadBytes) {
    return holdsArena(arenaBytes) && holds(upload, uploadBytes) && holds(download, downloadBytes);
  }

  private boolean holdsArena(long bytes) {
    return arena != null && arena.bytes() >= bytes;
  }

  private static boolean holds(PinnedMemory memory, long bytes) {
    return bytes == 0 || (memory != null && memory.bytes() >= bytes);
  }

  /** Frees the old buffer first, since both together may not fit. */
  private void growArena(long bytes) {
    generation++;
    if (arena != null) {
      slot.free(arena);
      arena = null;
    }
    arena = slot.device(bytes);
  }

  private PinnedMemory grown(PinnedMemory old, long bytes) {
    generation++;
    PinnedMemory grown = slot.pinned(bytes);
    if (old != null) {
      slot.free(old);
    }
    return grown;
  }

  /** Frees the buffers, so that smaller ones can be reserved. */
  public void release() {
    generation++;
    if (arena != null) {
      slot.free(arena);
      arena = null;
    }
    if (upload != null) {
      slot.free(upload);
      upload = null;
    }
    if (download != null) {
      slot.free(download);
      download = null;
    }
  }

  /** Returns a number that changes whenever a buffer moves. */
  public long generation() {
    return generation;
  }

  public DeviceMemory arena() {
    return arena;
  }

  /** Returns the buffer for pictures that are not in pinned memory; null if none was reserved. */
  public PinnedMemory upload() {
    return upload;
  }

  public PinnedMemory download() {
    return download;
  }

  public Event uploaded() {
    uploaded = uploaded == null ? new Event() : uploaded;
    return uploaded;
  }

  public Event downloaded() {
    downloaded = downloaded == null ? new Event() : downloaded;
    return downloaded;
  }

  /** Returns the event between two kernels, counted from 0. */
  public Event mark(int index) {
    while (marks.size() <= index) {
      marks.add(new Event());
    }
    return marks.get(index);
  }

  @Override
  public void close() {
    marks.forEach(Event::close);
    if (uploaded != null) {
      uploaded.close();
    }
    if (downloaded != null) {
      downloaded.close();
    }
  }
}

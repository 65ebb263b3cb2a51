package io.darkroom.cuda.device;

import java.util.ArrayList;
import java.util.List;

/**
 * What one bundle needs on its way up, through the kernels, and down; while one is on its way, the
 * other entries of the ring take the next ones. Used by the slot's thread.
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
   * Makes its memory at least as large; what it held is lost where it has to grow.
   *
   * @throws CudaException {@code MEMORY}, and what it has then is less than asked for
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

  /** Whether its memory is that large already. */
  public boolean holds(long arenaBytes, long uploadBytes, long downloadBytes) {
    return holdsArena(arenaBytes) && holds(upload, uploadBytes) && holds(download, downloadBytes);
  }

  private boolean holdsArena(long bytes) {
    return arena != null && arena.bytes() >= bytes;
  }

  private static boolean holds(PinnedMemory memory, long bytes) {
    return bytes == 0 || (memory != null && memory.bytes() >= bytes);
  }

  /** Gives back first, since both may not fit. */
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

  /** Gives its memory back, so that less can be reserved instead. */
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

  /** Changes whenever any of its memory moves. */
  public long generation() {
    return generation;
  }

  public DeviceMemory arena() {
    return arena;
  }

  /** Pictures that come from other memory; null where none was asked for. */
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

  /** A moment between kernels, counted from 0. */
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

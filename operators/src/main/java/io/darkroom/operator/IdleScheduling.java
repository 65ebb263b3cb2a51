package io.darkroom.operator;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Linux give the calling thread a core only while no other thread wants it ({@code
 * SCHED_IDLE}). Threads that it starts from then on are scheduled in the same way. Elsewhere, and
 * where the system refuses, nothing changes.
 */
public final class IdleScheduling {

  private static final Logger LOG = LoggerFactory.getLogger(IdleScheduling.class);

  private static final int THIS_THREAD = 0;
  private static final int OTHER = 0;
  private static final int IDLE = 5;

  /** As sched.h has it. */
  interface Scheduler extends Library {
    int sched_setscheduler(int thread, int policy, int[] priority) throws LastErrorException;

    int sched_getscheduler(int thread) throws LastErrorException;
  }

  private IdleScheduling() {}

  /** From now on the calling thread runs behind all others. Needs no permission. */
  public static void enter() {
    try {
      set(IDLE);
    } catch (LastErrorException | LinkageError e) {
      LOG.info("{} takes cores from others: {}", Thread.currentThread().getName(), e.toString());
    }
  }

  /** Back among the others, which Linux allows whoever has {@code CAP_SYS_NICE}. */
  static void leave() {
    try {
      set(OTHER);
    } catch (LastErrorException | LinkageError e) {
      LOG.debug("{} stays behind others", Thread.currentThread().getName(), e);
    }
  }

  /** Whether the calling thread runs behind all others. */
  static boolean entered() {
    return Platform.isLinux() && scheduler().sched_getscheduler(THIS_THREAD) == IDLE;
  }

  private static void set(int policy) {
    if (Platform.isLinux()) {
      scheduler().sched_setscheduler(THIS_THREAD, policy, new int[1]);
    }
  }

  private static Scheduler scheduler() {
    return Native.load("c", Scheduler.class);
  }
}

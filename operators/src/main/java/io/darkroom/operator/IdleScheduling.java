package io.darkroom.operator;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Linux give the calling thread a core only while no other thread wants it ({@code
 * SCHED_IDLE}). Threads that it starts later are scheduled in the same way. On other systems, and
 * if the system refuses, nothing changes.
 */
public final class IdleScheduling {

  private static final Logger LOG = LoggerFactory.getLogger(IdleScheduling.class);

  private static final int THIS_THREAD = 0;
  private static final int OTHER = 0;
  private static final int IDLE = 5;

  /** The functions of sched.h. */
  interface Scheduler extends Library {
    int sched_setscheduler(int thread, int policy, int[] priority) throws LastErrorException;

    int sched_getscheduler(int thread) throws LastErrorException;
  }

  private IdleScheduling() {}

  /** Runs the calling thread behind all others from now on. Needs no permission. */
  public static void enter() {
    try {
      set(IDLE);
    } catch (LastErrorException | LinkageError e) {
      LOG.info(
          "{} is not scheduled behind other threads: {}",
          Thread.currentThread().getName(),
          e.toString());
    }
  }

  /** Restores normal scheduling, for which Linux may require {@code CAP_SYS_NICE}. */
  static void leave() {
    try {
      set(OTHER);
    } catch (LastErrorException | LinkageError e) {
      LOG.debug("{} stays scheduled behind other threads", Thread.currentThread().getName(), e);
    }
  }

  /** Returns whether the calling thread runs behind all others. */
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

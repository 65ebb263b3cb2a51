package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.Slot;
import io.darkroom.engine.Program.Running;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is on its way through a slot's ring, of all its programs, in the order in which it began:
 * while one bundle is computed the next goes up, and the one before comes down and is handed over.
 * Where one call ends, those that began after it are under way already. Used by the slot's thread.
 */
final class Flights {

  private final Slot slot;
  private final Deque<Flight> flights = new ArrayDeque<>();

  /** Entries of the ring that no bundle is in. */
  private final Deque<Integer> idle = new ArrayDeque<>();

  Flights(Slot slot) {
    this.slot = slot;
    for (int entry = 0; entry < slot.ring().size(); entry++) {
      idle.add(entry);
    }
  }

  /** Puts a flight on its way behind all others. */
  Running start(Flight flight) {
    flights.add(flight);
    submit();
    return () -> {
      while (flights.contains(flight)) {
        endFirst();
      }
      flight.rethrow();
    };
  }

  /** Ends those of a program, and those before them. */
  void finish(CudaProgram program) {
    while (flights.stream().anyMatch(flight -> flight.program() == program)) {
      endFirst();
    }
  }

  /** Ends all. */
  void finish() {
    while (!flights.isEmpty()) {
      endFirst();
    }
  }

  /** A flight submits nothing before those ahead of it have submitted everything. */
  private void submit() {
    for (Flight flight : flights) {
      while (flight.waits() && !idle.isEmpty()) {
        flight.submit(idle.remove());
      }
      if (flight.waits() || flight.refused()) {
        return;
      }
    }
  }

  private void endFirst() {
    Flight first = flights.element();
    try {
      slot.enter();
      while (!first.complete()) {
        idle.add(first.deliver());
        submit();
      }
      flights.remove();
    } catch (CudaException e) {
      flights.remove();
      breakOff(first, e);
    } catch (RuntimeException | Error e) {
      flights.remove();
      idle.addAll(first.abandon());
      first.fail(e);
      letRest(first.program());
    }
    submit();
  }

  /**
   * The CPU does the rest of a flight, and all of what its program has under way: a model is not
   * what it was any more.
   */
  private void breakOff(Flight flight, CudaException cause) {
    CudaProgram program = flight.program();
    Reason reason = program.failed(cause, flight.kernels());
    redo(flight, reason);
    redo(other -> other.program() == program, reason);
    letRest(program);
    if (program.offForWantOfMemory()) {
      finish();
    }
    program.letGo();
  }

  /** What is left of a flight has ended on the GPU; where that cannot be, the CPU does the rest. */
  private void letRest(CudaProgram program) {
    Reason reason = program.rest();
    if (reason != null) {
      redo(other -> true, reason);
    }
  }

  private void redo(Predicate<Flight> which, Reason reason) {
    for (Flight flight : List.copyOf(flights)) {
      if (which.test(flight)) {
        flights.remove(flight);
        flight.program().keepOff(reason);
        redo(flight, reason);
      }
    }
  }

  private void redo(Flight flight, Reason reason) {
    idle.addAll(flight.abandon());
    flight.redo(reason);
  }
}

package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.Slot;
import io.darkroom.engine.Program.Running;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * The flights of all programs of a slot, in the order in which they started. While one bundle is
 * computed, the next is uploaded and the previous one is downloaded and delivered. When one call
 * ends, the next ones are already in progress. Used by the slot's thread.
 */
final class Flights {

  private final Slot slot;
  private final Deque<Flight> flights = new ArrayDeque<>();

  /** The free entries of the ring. */
  private final Deque<Integer> idle = new ArrayDeque<>();

  Flights(Slot slot) {
    this.slot = slot;
    for (int entry = 0; entry < slot.ring().size(); entry++) {
      idle.add(entry);
    }
  }

  /** Starts a flight after all others. */
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

  /** Finishes all flights of a program, and those before them. */
  void finish(CudaProgram program) {
    while (flights.stream().anyMatch(flight -> flight.program() == program)) {
      endFirst();
    }
  }

  /** Finishes all flights. */
  void finish() {
    while (!flights.isEmpty()) {
      endFirst();
    }
  }

  /** A flight submits only after all earlier flights have submitted everything. */
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
      awaitIdle(first.program());
    }
    submit();
  }

  /**
   * Continues a failed flight on the CPU, together with all flights of its program, because the
   * state of models is unknown.
   */
  private void breakOff(Flight flight, CudaException cause) {
    CudaProgram program = flight.program();
    Reason reason = program.failed(cause, flight.kernels());
    redo(flight, reason);
    redo(other -> other.program() == program, reason);
    awaitIdle(program);
    if (program.outOfMemory()) {
      finish();
    }
    program.freeMemory();
  }

  /** Waits for the GPU to finish; if that is not possible, continues all flights on the CPU. */
  private void awaitIdle(CudaProgram program) {
    Reason reason = program.awaitIdle();
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

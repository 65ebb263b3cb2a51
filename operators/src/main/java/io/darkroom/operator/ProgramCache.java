package io.darkroom.operator;

import io.darkroom.chain.ChainValidator;
import io.darkroom.definition.Accelerator;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.engine.Engine;
import io.darkroom.engine.Estimate;
import io.darkroom.engine.Program;
import io.darkroom.operator.ProgramKey.Kind;
import io.darkroom.operator.ProgramKey.Owner;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Caches the most recently used compiled chains and reserves their memory. Stateful chains have a
 * program for each pipeline and session, others share theirs. Closes the programs that it drops.
 * Owned by one task.
 */
final class ProgramCache implements AutoCloseable {

  private static final int MOST_SHARED = 64;
  private static final int MOST_OWNED = 1024;

  /** A session without requests for this long has ended; nothing else marks its end. */
  static final Duration SESSION_IDLE = Duration.ofSeconds(30);

  /** A pipeline without a frame for this long starts its models again with the next one. */
  static final Duration PIPELINE_IDLE = Duration.ofMinutes(5);

  /** The same if another frame needs the memory. */
  static final Duration PIPELINE_IDLE_UNDER_PRESSURE = Duration.ofSeconds(30);

  /** A deleted or moved pipeline may still get older frames, with gaps of up to this long. */
  static final Duration GONE_IDLE = Duration.ofSeconds(10);

  /** Stateless chains are quick to compile again. */
  static final Duration SHARED_IDLE = Duration.ofMinutes(1);

  private final Engine engine;
  private final Engine cpu;
  private final ChainValidator validator;
  private final StatefulFilters stateful;
  private final MemoryAccount memory;
  private final LongSupplier nanoTime;
  private final Map<ProgramKey, HeldProgram> shared = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Owner, HeldProgram> owned = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<ProgramKey> used = new LinkedHashSet<>();

  /**
   * @param cpu runs chains that request the CPU; may be the engine itself; the caller closes the
   *     engines after the cache
   * @param memory the account for the memory of the programs
   */
  ProgramCache(
      Engine engine,
      Engine cpu,
      List<FilterDefinition> filters,
      MemoryAccount memory,
      LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.engine = engine;
    this.cpu = cpu;
    this.memory = memory;
    this.validator = new ChainValidator(filters);
    this.stateful = StatefulFilters.of(filters);
  }

  /** Returns the key of the program for an assignment on a stream. */
  ProgramKey keyOf(Assignment assignment, String streamId) {
    boolean onCpu = assignment.accelerator() == Accelerator.CPU;
    return new ProgramKey(assignment.chain(), onCpu, ownerOf(assignment, streamId));
  }

  private Owner ownerOf(Assignment assignment, String streamId) {
    if (!stateful.anyIn(assignment.chain())) {
      return Owner.EVERYONE;
    }
    if (!assignment.pipelineId().isEmpty()) {
      return new Owner(Kind.PIPELINE, assignment.pipelineId(), streamId);
    }
    return assignment.session().isEmpty()
        ? new Owner(Kind.REQUEST, assignment.requestId(), "")
        : new Owner(Kind.SESSION, assignment.session(), "");
  }

  /** Returns the bytes that the owner of a key needs beyond those reserved for it. */
  long growth(ProgramKey key, Estimate estimate) {
    if (key.shared()) {
      return 0;
    }
    HeldProgram known = owned.get(key.owner());
    return Math.max(0, estimate.kept() - (known == null ? 0 : known.bytes()));
  }

  /** Reserves what the owner of a key needs, before its program is compiled. */
  void reserve(ProgramKey key, Estimate estimate) {
    if (!key.shared()) {
      HeldProgram held =
          owned.computeIfAbsent(
              key.owner(), owner -> new HeldProgram(memory, MemoryAccount.Kind.MODELS));
      held.use(nanoTime.getAsLong());
      held.growTo(estimate.kept());
      used.add(key);
    }
  }

  /**
   * Returns the program of a key.
   *
   * @param estimate for the pictures that it runs next
   * @throws io.darkroom.error.DarkroomException {@code INVALID_CHAIN} if it cannot be compiled
   */
  Program program(ProgramKey key, Estimate estimate) {
    reserve(key, estimate);
    HeldProgram held = key.shared() ? sharedProgram(key, estimate) : owned.get(key.owner());
    held.use(nanoTime.getAsLong());
    held.needs(estimate.kept());
    return held.program(
        key, () -> (key.cpu() ? cpu : engine).compile(validator.validate(key.chain())));
  }

  private HeldProgram sharedProgram(ProgramKey key, Estimate estimate) {
    HeldProgram held = shared.remove(key);
    if (held == null) {
      held = new HeldProgram(memory, MemoryAccount.Kind.SCRATCH);
    }
    dropShared(estimate.kept() - held.bytes());
    shared.put(key, held);
    held.growTo(estimate.kept());
    used.add(key);
    return held;
  }

  /**
   * Frees memory until this many more bytes fit: drops stateless programs first, then models that
   * were idle for a while.
   *
   * @return whether they fit now
   */
  boolean freeUp(long bytes) {
    dropShared(bytes);
    long now = nanoTime.getAsLong();
    Iterator<HeldProgram> eldest = owned.values().iterator();
    while (!memory.fits(bytes) && eldest.hasNext()) {
      HeldProgram candidate = eldest.next();
      if (candidate.idle(PIPELINE_IDLE_UNDER_PRESSURE, now)) {
        candidate.close();
        eldest.remove();
      }
    }
    return memory.fits(bytes);
  }

  private void dropShared(long bytes) {
    Iterator<HeldProgram> eldest = shared.values().iterator();
    while (!memory.fits(bytes) && eldest.hasNext()) {
      eldest.next().close();
      eldest.remove();
    }
  }

  /**
   * Ends reservations: keeps the most recently used programs, with the memory that each needed
   * last.
   */
  void settle() {
    for (ProgramKey key : used) {
      if (key.shared()) {
        shared.computeIfPresent(key, (k, held) -> held.settle() ? held : null);
      } else {
        owned.computeIfPresent(key.owner(), (owner, held) -> held.settle() ? held : null);
      }
    }
    used.clear();
    trim(shared, MOST_SHARED);
    trim(owned, MOST_OWNED);
  }

  private static void trim(Map<?, HeldProgram> programs, int most) {
    Iterator<HeldProgram> eldest = programs.values().iterator();
    while (programs.size() > most) {
      eldest.next().close();
      eldest.remove();
    }
  }

  /**
   * Drops programs that will not be used again, or have not been used for long.
   *
   * @param lives whether the owner, a pipeline, still processes its stream
   */
  void tidy(Predicate<Owner> lives) {
    long now = nanoTime.getAsLong();
    dropIf(shared, entry -> entry.getValue().idle(SHARED_IDLE, now));
    dropIf(owned, entry -> entry.getValue().idle(patience(entry.getKey(), lives), now));
  }

  private static Duration patience(Owner owner, Predicate<Owner> lives) {
    if (owner.kind() != Kind.PIPELINE) {
      return SESSION_IDLE;
    }
    return lives.test(owner) ? PIPELINE_IDLE : GONE_IDLE;
  }

  private static <K> void dropIf(
      Map<K, HeldProgram> programs, Predicate<Map.Entry<K, HeldProgram>> unwanted) {
    for (Iterator<Map.Entry<K, HeldProgram>> all = programs.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<K, HeldProgram> entry = all.next();
      if (unwanted.test(entry)) {
        entry.getValue().close();
        all.remove();
      }
    }
  }

  /** Closes the program of the owner of a key. */
  void release(ProgramKey key) {
    HeldProgram known = owned.remove(key.owner());
    if (known != null) {
      known.close();
    }
  }

  @Override
  public void close() {
    shared.values().forEach(HeldProgram::close);
    shared.clear();
    owned.values().forEach(HeldProgram::close);
    owned.clear();
  }
}

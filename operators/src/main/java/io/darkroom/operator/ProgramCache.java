package io.darkroom.operator;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.definition.Accelerator;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.engine.Engine;
import io.darkroom.engine.Program;
import io.darkroom.operator.ProgramKey.Kind;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Compiled chains, the most recently used ones. Chains that remember a stream have a program for
 * each pipeline and session, others share theirs. Closes what it drops; one task owns it.
 */
final class ProgramCache implements AutoCloseable {

  private static final int MOST_SHARED = 64;
  private static final int MOST_OWNED = 1024;

  /** A session that sent nothing for so long has ended; nobody says so. */
  static final Duration SESSION_IDLE = Duration.ofSeconds(30);

  private record Owned(ProgramKey key, Program program, long usedNanos) {}

  private final Engine engine;
  private final Engine cpu;
  private final ChainValidator validator;
  private final Set<String> statefulFilters;
  private final LongSupplier nanoTime;
  private final Map<ProgramKey, Program> shared = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Owned> owned = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param cpu what runs chains that ask for the CPU; may be the engine itself; the engines are
   *     closed by the caller, after this
   */
  ProgramCache(Engine engine, Engine cpu, List<FilterDefinition> filters, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.engine = engine;
    this.cpu = cpu;
    this.validator = new ChainValidator(filters);
    this.statefulFilters =
        filters.stream()
            .filter(FilterDefinition::stateful)
            .map(FilterDefinition::id)
            .collect(toUnmodifiableSet());
  }

  /** The key of what an assignment does to a stream. */
  ProgramKey keyOf(Assignment assignment, String streamId) {
    boolean onCpu = assignment.accelerator() == Accelerator.CPU;
    if (!remembers(assignment.chain())) {
      return new ProgramKey(assignment.chain(), onCpu, "", Kind.SHARED);
    }
    Kind kind = kindOf(assignment);
    return new ProgramKey(assignment.chain(), onCpu, ownerOf(assignment, kind, streamId), kind);
  }

  private static Kind kindOf(Assignment assignment) {
    if (!assignment.pipelineId().isEmpty()) {
      return Kind.PIPELINE;
    }
    return assignment.session().isEmpty() ? Kind.REQUEST : Kind.SESSION;
  }

  /** Names of one kind never meet those of another. */
  private static String ownerOf(Assignment assignment, Kind kind, String streamId) {
    return switch (kind) {
      case SHARED -> "";
      case PIPELINE -> "pipeline " + assignment.pipelineId() + " " + streamId;
      case SESSION -> "session " + assignment.session();
      case REQUEST -> "request " + assignment.requestId();
    };
  }

  private boolean remembers(Chain chain) {
    return !statefulFilters.isEmpty()
        && chain.steps().stream().anyMatch(step -> statefulFilters.contains(step.filterId()));
  }

  /** The program of a key; throws {@code INVALID_CHAIN} where it cannot be made. */
  Program program(ProgramKey key) {
    return key.shared() ? sharedProgram(key) : ownedProgram(key);
  }

  private Program sharedProgram(ProgramKey key) {
    Program program = shared.get(key);
    if (program == null) {
      program = compile(key);
      shared.put(key, program);
      if (shared.size() > MOST_SHARED) {
        Iterator<Program> eldest = shared.values().iterator();
        eldest.next().close();
        eldest.remove();
      }
    }
    return program;
  }

  private Program ownedProgram(ProgramKey key) {
    Owned known = owned.get(key.owner());
    if (known != null && known.key().equals(key)) {
      owned.put(key.owner(), new Owned(key, known.program(), nanoTime.getAsLong()));
      return known.program();
    }
    release(key);
    releaseIdleSessions();
    Program program = compile(key);
    owned.put(key.owner(), new Owned(key, program, nanoTime.getAsLong()));
    if (owned.size() > MOST_OWNED) {
      Iterator<Owned> eldest = owned.values().iterator();
      eldest.next().program().close();
      eldest.remove();
    }
    return program;
  }

  /** Models are large: those that nobody will ask for again make room for the next one. */
  private void releaseIdleSessions() {
    long latest = nanoTime.getAsLong() - SESSION_IDLE.toNanos();
    for (Iterator<Owned> programs = owned.values().iterator(); programs.hasNext(); ) {
      Owned candidate = programs.next();
      if (candidate.key().kind() == Kind.SESSION && candidate.usedNanos() - latest < 0) {
        candidate.program().close();
        programs.remove();
      }
    }
  }

  private Program compile(ProgramKey key) {
    return (key.cpu() ? cpu : engine).compile(validator.validate(key.chain()));
  }

  /** Closes the program that the owner of a key has. */
  void release(ProgramKey key) {
    Owned known = owned.remove(key.owner());
    if (known != null) {
      known.program().close();
    }
  }

  @Override
  public void close() {
    shared.values().forEach(Program::close);
    shared.clear();
    owned.values().forEach(program -> program.program().close());
    owned.clear();
  }
}

package io.darkroom.operator;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.engine.Engine;
import io.darkroom.engine.Program;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compiled chains, the most recently used ones. Closes what it drops; one task owns it. */
final class ProgramCache implements AutoCloseable {

  private static final int MOST = 64;

  private final Engine engine;
  private final ChainValidator validator;
  private final Map<Chain, Program> programs = new LinkedHashMap<>(16, 0.75f, true);

  ProgramCache(Engine engine, ChainValidator validator) {
    this.engine = engine;
    this.validator = validator;
  }

  /** The program of a chain; throws {@code INVALID_CHAIN} where it cannot be made. */
  Program program(Chain chain) {
    Program program = programs.get(chain);
    if (program == null) {
      program = engine.compile(validator.validate(chain));
      programs.put(chain, program);
      dropEldest();
    }
    return program;
  }

  private void dropEldest() {
    if (programs.size() > MOST) {
      Iterator<Program> eldest = programs.values().iterator();
      eldest.next().close();
      eldest.remove();
    }
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
  }
}

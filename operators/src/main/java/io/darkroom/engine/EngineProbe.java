package io.darkroom.engine;

/**
 * The result of a check whether an engine works on this machine.
 *
 * @param reason what was found, or what is missing, as a clause for a log line
 */
public record EngineProbe(boolean usable, String reason) {

  public static EngineProbe usable(String found) {
    return new EngineProbe(true, found);
  }

  public static EngineProbe unusable(String missing) {
    return new EngineProbe(false, missing);
  }
}

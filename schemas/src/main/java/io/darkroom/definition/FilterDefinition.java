package io.darkroom.definition;

import java.util.List;
import java.util.Optional;

/**
 * Everything that is known of a filter without running it; immutable.
 *
 * @param id as it is written in chains: lower case, digits, '_'
 * @param accelerators what it can run on, {@link Accelerator#CPU} always among them
 * @param channelsIn what it accepts
 * @param channelsOut what it makes; {@link Channels#ANY} stands for as many as came in
 * @param stateful whether it keeps a model of the stream between frames
 * @param since the first version that has it
 * @param tolerance largest absolute difference between accelerators, in 8-bit steps; 0 is the rule
 */
public record FilterDefinition(
    String id,
    String title,
    String description,
    List<Parameter> parameters,
    List<Accelerator> accelerators,
    Channels channelsIn,
    Channels channelsOut,
    boolean stateful,
    String since,
    int tolerance) {

  /** How many channels of 8 bits a picture has. */
  public enum Channels {
    ANY,
    GRAY,
    COLOUR
  }

  public FilterDefinition {
    parameters = List.copyOf(parameters);
    accelerators = List.copyOf(accelerators);
  }

  /** A stateless filter for the CPU that keeps the number of channels. */
  public static FilterDefinition of(
      String id, String title, String description, Parameter... parameters) {
    return new FilterDefinition(
        id,
        title,
        description,
        List.of(parameters),
        List.of(Accelerator.CPU),
        Channels.ANY,
        Channels.ANY,
        false,
        "0.1.0",
        0);
  }

  /** The same, always making this many channels. */
  public FilterDefinition producing(Channels channels) {
    return with(accelerators, channels, stateful, tolerance);
  }

  /** The same, running on a GPU too. */
  public FilterDefinition onGpu() {
    return with(List.of(Accelerator.CPU, Accelerator.CUDA), channelsOut, stateful, tolerance);
  }

  /** The same, keeping a model of the stream between frames. */
  public FilterDefinition remembering() {
    return with(accelerators, channelsOut, true, tolerance);
  }

  /** The same, whose results may differ by so many 8-bit steps; its Javadoc says why. */
  public FilterDefinition within(int steps) {
    return with(accelerators, channelsOut, stateful, steps);
  }

  private FilterDefinition with(
      List<Accelerator> runningOn, Channels producing, boolean remembering, int within) {
    return new FilterDefinition(
        id,
        title,
        description,
        parameters,
        runningOn,
        channelsIn,
        producing,
        remembering,
        since,
        within);
  }

  public Optional<Parameter> parameter(String parameterId) {
    return parameters.stream().filter(p -> p.id().equals(parameterId)).findFirst();
  }
}

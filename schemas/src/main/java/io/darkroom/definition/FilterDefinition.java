package io.darkroom.definition;

import java.util.List;
import java.util.Optional;

/**
 * Describes a filter: its name, parameters, accelerators and channels. Immutable.
 *
 * @param id the name in chains: lower-case letters, digits and '_'
 * @param accelerators what the filter can run on; always includes {@link Accelerator#CPU}
 * @param channelsIn the channels that the filter accepts
 * @param channelsOut the channels that it returns; {@link Channels#ANY} means the same as its input
 * @param stateful whether the filter keeps a model of the stream between frames
 * @param since the first version that has the filter
 * @param tolerance largest absolute difference between the results of two accelerators, in 8-bit
 *     steps; normally 0
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

  /** The 8-bit channels of a picture. */
  public enum Channels {
    ANY,
    GRAY,
    COLOUR
  }

  public FilterDefinition {
    parameters = List.copyOf(parameters);
    accelerators = List.copyOf(accelerators);
  }

  /** Creates a stateless filter that runs on the CPU and keeps the number of channels. */
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

  /** Returns a copy that always returns these channels. */
  public FilterDefinition producing(Channels channels) {
    return with(accelerators, channels, stateful, tolerance);
  }

  /** Returns a copy that also runs on a GPU. */
  public FilterDefinition onGpu() {
    return with(List.of(Accelerator.CPU, Accelerator.CUDA), channelsOut, stateful, tolerance);
  }

  /** Returns a copy that keeps a model of the stream between frames. */
  public FilterDefinition remembering() {
    return with(accelerators, channelsOut, true, tolerance);
  }

  /**
   * Returns a copy whose results may differ between accelerators by up to this many 8-bit steps.
   * Explain the reason in the filter's Javadoc.
   */
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

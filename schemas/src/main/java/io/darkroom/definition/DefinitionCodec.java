package io.darkroom.definition;

import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.definition.Parameter.Checkbox;
import io.darkroom.definition.Parameter.Colour;
import io.darkroom.definition.Parameter.Numeric;
import io.darkroom.definition.Parameter.Select;
import io.darkroom.definition.Parameter.Text;
import java.util.Locale;

/** Converts filter definitions to and from the messages of the catalogue and the API. */
public final class DefinitionCodec {

  private DefinitionCodec() {}

  public static io.darkroom.v1.FilterDefinition toMessage(FilterDefinition definition) {
    return io.darkroom.v1.FilterDefinition.newBuilder()
        .setId(definition.id())
        .setTitle(definition.title())
        .setDescription(definition.description())
        .addAllParameters(definition.parameters().stream().map(DefinitionCodec::toMessage).toList())
        .addAllAccelerators(definition.accelerators().stream().map(Accelerator::text).toList())
        .setChannelsIn(text(definition.channelsIn()))
        .setChannelsOut(
            definition.channelsOut() == Channels.ANY ? "same" : text(definition.channelsOut()))
        .setStateful(definition.stateful())
        .setSince(definition.since())
        .setTolerance(definition.tolerance())
        .build();
  }

  public static FilterDefinition fromMessage(io.darkroom.v1.FilterDefinition message) {
    return new FilterDefinition(
        message.getId(),
        message.getTitle(),
        message.getDescription(),
        message.getParametersList().stream().map(DefinitionCodec::fromMessage).toList(),
        message.getAcceleratorsList().stream()
            .flatMap(text -> Accelerator.parse(text).stream())
            .toList(),
        channels(message.getChannelsIn()),
        channels(message.getChannelsOut()),
        message.getStateful(),
        message.getSince(),
        message.getTolerance());
  }

  private static io.darkroom.v1.Parameter toMessage(Parameter parameter) {
    io.darkroom.v1.Parameter.Builder message =
        io.darkroom.v1.Parameter.newBuilder()
            .setId(parameter.id())
            .setType(parameter.type())
            .setTitle(parameter.title())
            .setHelp(parameter.help())
            .setDefaultValue(parameter.defaultValue());
    if (parameter instanceof Numeric numeric) {
      message
          .setMin(numeric.min())
          .setMax(numeric.max())
          .setStep(numeric.step())
          .setStepped(numeric.stepped())
          .setUnit(numeric.unit());
    } else if (parameter instanceof Select select) {
      message.addAllOptions(select.options());
    } else if (parameter instanceof Text text) {
      message.setMaxLength(text.maxLength());
    }
    return message.build();
  }

  private static Parameter fromMessage(io.darkroom.v1.Parameter message) {
    String id = message.getId();
    String title = message.getTitle();
    String help = message.getHelp();
    String defaultValue = message.getDefaultValue();
    return switch (message.getType()) {
      case "select" -> new Select(id, title, help, message.getOptionsList(), defaultValue);
      case "range", "number" ->
          new Numeric(
              id,
              title,
              help,
              message.getType().equals("range"),
              message.getMin(),
              message.getMax(),
              message.getStep(),
              message.getStepped(),
              message.getUnit(),
              defaultValue);
      case "checkbox" -> new Checkbox(id, title, help, defaultValue);
      case "colour" -> new Colour(id, title, help, defaultValue);
      // A newer job may have types that are unknown here. Accept any text; the job validates it.
      default -> new Text(id, title, help, Integer.MAX_VALUE, defaultValue);
    };
  }

  private static String text(Channels channels) {
    return channels.name().toLowerCase(Locale.ROOT);
  }

  private static Channels channels(String text) {
    return switch (text) {
      case "gray" -> Channels.GRAY;
      case "colour" -> Channels.COLOUR;
      default -> Channels.ANY;
    };
  }
}

package io.darkroom.docs;

import io.darkroom.definition.FilterDefinition;
import java.util.Map;

/** The settings with which a filter is shown: its defaults, unless they would not show much. */
final class Examples {

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("brightness_contrast", "brightness=20, contrast=1.6"),
          Map.entry("crop", "x=20, y=30, width=120, height=100"),
          Map.entry("gaussian_blur", "sigma=3"),
          Map.entry("grayscale", ""),
          Map.entry("hue_saturation", "hue=60, saturation=1.5"),
          Map.entry("resize", "width=120"),
          Map.entry("rotate", "angle=15"));

  private Examples() {}

  static String of(FilterDefinition filter) {
    String settings = SETTINGS.getOrDefault(filter.id(), "");
    return settings.isEmpty() ? filter.id() : "%s(%s)".formatted(filter.id(), settings);
  }
}

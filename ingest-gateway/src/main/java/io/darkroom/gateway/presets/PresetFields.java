package io.darkroom.gateway.presets;

import io.darkroom.chain.Chain;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Excerpt;
import io.darkroom.frame.Names;
import io.darkroom.v1.Preset;

/** Validates the fields that callers set. */
public final class PresetFields {

  private static final int LONGEST_TITLE = 128;

  private PresetFields() {}

  /**
   * Returns a preset with these fields only, and its chain in canonical form.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} or {@code INVALID_CHAIN}
   */
  public static Preset plain(Preset wanted) {
    return Preset.newBuilder()
        .setPresetId(Names.require("presetId", wanted.getPresetId()))
        .setTitle(title(wanted.getTitle()))
        .setChain(Chain.parse(wanted.getChain()).toString())
        .build();
  }

  private static String title(String title) {
    if (title.length() > LONGEST_TITLE || title.chars().anyMatch(Character::isISOControl)) {
      throw DarkroomException.invalid(
          "title",
          "title: %s (expected: at most %d characters, no control characters). Correct it."
              .formatted(Excerpt.quoted(title), LONGEST_TITLE));
    }
    return title;
  }
}

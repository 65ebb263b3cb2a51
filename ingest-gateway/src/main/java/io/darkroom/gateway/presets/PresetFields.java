package io.darkroom.gateway.presets;

import io.darkroom.chain.Chain;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Names;
import io.darkroom.gateway.resources.Titles;
import io.darkroom.v1.Preset;

/** Validates the fields that callers set. */
public final class PresetFields {

  private PresetFields() {}

  /**
   * Returns a preset with these fields only, and its chain in canonical form.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} or {@code INVALID_CHAIN}
   */
  public static Preset plain(Preset wanted) {
    return Preset.newBuilder()
        .setPresetId(Names.require("presetId", wanted.getPresetId()))
        .setTitle(Titles.require(wanted.getTitle()))
        .setChain(Chain.parse(wanted.getChain()).toString())
        .build();
  }
}

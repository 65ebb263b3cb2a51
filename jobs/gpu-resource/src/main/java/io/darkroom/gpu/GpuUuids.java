package io.darkroom.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads UUIDs of GPUs and MIG instances. */
final class GpuUuids {

  private static final Logger LOG = LoggerFactory.getLogger(GpuUuids.class);
  private static final Pattern UUID =
      Pattern.compile("(GPU|MIG)-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern LISTED =
      Pattern.compile("\\s*(GPU|MIG)\\s.*\\(UUID:\\s*(\\S+)\\)\\s*");

  private GpuUuids() {}

  /**
   * Returns the usable devices in the output of {@code nvidia-smi -L}: no GPU with MIG instances.
   */
  static List<String> listed(String listing) {
    List<String> found = new ArrayList<>();
    String gpu = "";
    for (String line : listing.lines().toList()) {
      Matcher listed = LISTED.matcher(line);
      if (!listed.matches()) {
        continue;
      }
      String uuid = listed.group(2);
      if (listed.group(1).equals("GPU")) {
        gpu = uuid;
      } else {
        found.remove(gpu);
      }
      add(uuid, found);
    }
    return found;
  }

  /** Drivers older than 470 name an instance by the UUID of its GPU, which CUDA does not accept. */
  private static void add(String uuid, List<String> found) {
    if (UUID.matcher(uuid).matches()) {
      found.add(uuid);
    } else {
      LOG.warn(
          "nvidia-smi -L: {} (expected: GPU- or MIG- followed by a UUID). It is ignored; update the driver to 470 or newer.",
          uuid);
    }
  }

  /**
   * Returns the UUIDs of a comma-separated setting.
   *
   * @throws IllegalArgumentException if one is not a UUID
   */
  static List<String> named(String setting) {
    List<String> uuids = Arrays.stream(setting.split(",")).map(String::strip).distinct().toList();
    if (!uuids.stream().allMatch(uuid -> UUID.matcher(uuid).matches())) {
      throw new IllegalArgumentException(
          "external-resource.gpu.param.uuids: %s (expected: UUIDs such as GPU-… or MIG-…, separated by commas). Copy them from nvidia-smi -L."
              .formatted(setting));
    }
    return uuids;
  }

  /**
   * Returns the devices that CUDA shows to this process; {@code nvidia-smi} also lists hidden ones.
   *
   * @param setting the value of CUDA_VISIBLE_DEVICES: prefixes of UUIDs, separated by commas
   */
  static List<String> visible(List<String> uuids, String setting) {
    List<String> shown = Arrays.stream(setting.split(",")).map(String::strip).toList();
    if (shown.stream().anyMatch(name -> name.matches("\\d+"))) {
      LOG.warn(
          "CUDA_VISIBLE_DEVICES: {} (expected: UUIDs, because CUDA and nvidia-smi may number GPUs differently)."
              + " All GPUs are used; copy UUIDs from nvidia-smi -L.",
          setting);
      return uuids;
    }
    return uuids.stream()
        .filter(uuid -> shown.stream().anyMatch(name -> !name.isEmpty() && uuid.startsWith(name)))
        .toList();
  }
}

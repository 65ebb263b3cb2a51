package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.MediaInput;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.gateway.sources.RemoteUri;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Opens an RTMP or SRT stream. FFmpeg gets the checked IP address instead of the host name, and of
 * SRT's parameters only those that do not choose other addresses or roles.
 */
record StreamInput(PullPlan plan, RemoteUri remote, AddressRules rules) {

  private static final Duration OPENING = Duration.ofSeconds(20);
  private static final Set<String> SRT_PARAMETERS = Set.of("streamid", "passphrase", "pbkeylen");

  OpenInput open(Deadline deadline) {
    CheckedHost host = CheckedHost.resolve(remote, rules);
    deadline.in(OPENING);
    try {
      MediaInput input = remote.scheme().equals("srt") ? srt(host) : rtmp(host);
      return OpenInput.live(VideoReader.open(input, plan.keepsPictures(), deadline), "");
    } catch (MediaException e) {
      String text =
          e.isTimeout()
              ? "no answer from %s within %d s".formatted(host.server(), OPENING.toSeconds())
              : e.getMessage();
      throw new PullException(
          Retry.SOON,
          "%s: %s (expected: a stream at this address). Check the address, and that it is on air."
              .formatted(remote.scheme(), text));
    }
  }

  /** Servers with several domains need the name that the user gave. */
  private MediaInput rtmp(CheckedHost host) {
    String application = remote.rest().replaceFirst("^(/[^/?]*).*", "$1");
    Map<String, String> options =
        Map.of(
            "rtmp_tcurl", "rtmp://" + host.server() + application,
            "rtmp_live", "live",
            "analyzeduration", "1000000");
    return MediaInput.stream(remote.at(host.literal()).text(), "flv", "rtmp,tcp", options);
  }

  private MediaInput srt(CheckedHost host) {
    Map<String, String> options = new HashMap<>(Map.of("mode", "caller"));
    for (String parameter : remote.rest().replaceFirst("^[^?]*\\??", "").split("&")) {
      String[] parts = parameter.split("=", 2);
      if (parts.length == 2 && SRT_PARAMETERS.contains(parts[0])) {
        options.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    String url = "srt://" + host.literal() + ":" + remote.port();
    return MediaInput.stream(url, "mpegts", "srt", options);
  }
}

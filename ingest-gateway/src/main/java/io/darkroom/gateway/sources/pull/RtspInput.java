package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.MediaInput;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.gateway.sources.RemoteUri;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens a camera by RTSP. FFmpeg gets the checked IP address instead of the host name, so that it
 * connects to no other; certificates of rtsps are not verified.
 */
record RtspInput(PullPlan plan, RemoteUri remote, AddressRules rules) {

  private static final String SOCKET_MICROS = "4000000";

  OpenInput open(Deadline deadline) {
    String url = checkedUrl();
    if (plan.transport().equals("udp")) {
      return open(url, "udp", deadline);
    }
    try {
      return open(url, "tcp", deadline);
    } catch (MediaException e) {
      if (plan.transport().equals("tcp") || !e.isTransportRefused()) {
        throw e;
      }
      return open(url, "udp", deadline);
    }
  }

  private OpenInput open(String url, String transport, Deadline deadline) {
    Map<String, String> options = new HashMap<>();
    options.put("rtsp_transport", transport);
    options.put("allowed_media_types", "video");
    options.put("timeout", SOCKET_MICROS);
    if (transport.equals("udp")) {
      options.put("rtsp_flags", "filter_src");
      options.put("buffer_size", "2097152");
    }
    try {
      MediaInput input = MediaInput.rtsp(url, options);
      return OpenInput.live(VideoReader.open(input, plan.keepsPictures(), deadline), transport);
    } catch (MediaException e) {
      if (e.isInvalidArgument()) {
        throw new PullException(
            Retry.LATER,
            "rtsp: the camera redirects, or answers without a stream (expected: a stream at this"
                + " address). Enter the address of the stream.");
      }
      throw e;
    }
  }

  private String checkedUrl() {
    InetAddress address = rules.resolve(remote.host().replaceAll("^\\[|]$", ""));
    String literal = address.getHostAddress().replaceAll("%.*", "");
    return remote.at(address instanceof Inet6Address ? "[" + literal + "]" : literal).text();
  }
}

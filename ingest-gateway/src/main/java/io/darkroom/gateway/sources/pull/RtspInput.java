package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.MediaInput;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.gateway.sources.RemoteUri;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens a camera by RTSP. FFmpeg gets the checked IP address instead of the host name, so that it
 * connects to no other; by UDP and TLS, a relay that checks what FFmpeg does not. Servers that
 * start a stream on demand may take long to answer.
 */
record RtspInput(PullPlan plan, RemoteUri remote, AddressRules rules) {

  private static final Duration OPENING = Duration.ofSeconds(35);

  OpenInput open(Deadline deadline) {
    CheckedHost host = CheckedHost.resolve(remote, rules);
    if (remote.scheme().equals("rtsps")) {
      return overTls(host, deadline);
    }
    if (plan.transport().equals("udp")) {
      return overUdp(host, deadline);
    }
    try {
      return open(host, remote.at(host.literal()).text(), "tcp", deadline);
    } catch (MediaException e) {
      if (plan.transport().equals("tcp") || !e.isTransportRefused()) {
        throw failure(host).of(e);
      }
      return overUdp(host, deadline);
    }
  }

  /** Pictures go through the connection too, since packets by UDP would not be encrypted. */
  private OpenInput overTls(CheckedHost host, Deadline deadline) {
    CertificateCheck certificates = plan.network().certificate(CertificateCheck.VERIFY);
    try {
      Relay relay = Relay.start(Dial.secure(host.address(), host.name(), certificates));
      return open(host, relayed(relay), "tcp", deadline);
    } catch (IOException e) {
      throw new PullException(Retry.LATER, "rtsps: " + e.getMessage());
    } catch (MediaException e) {
      throw failure(host).of(e);
    }
  }

  private OpenInput overUdp(CheckedHost host, Deadline deadline) {
    UdpAnswers answers = new UdpAnswers(host.address().getAddress(), rules);
    try {
      Relay relay = Relay.start(Dial.plain(host.address()), answers);
      return open(host, relayed(relay), "udp", deadline);
    } catch (IOException e) {
      String reason = HttpFailure.text(e, host.server(), OPENING);
      throw new PullException(Retry.SOON, "rtsp: " + reason);
    } catch (MediaException e) {
      throw answers
          .refusal()
          .map(reason -> new PullException(Retry.LATER, "rtsp: " + reason))
          .orElseGet(() -> failure(host).of(e));
    }
  }

  private String relayed(Relay relay) {
    return remote.relayed("rtsp", relay.host(), relay.port()).text();
  }

  private RtspFailure failure(CheckedHost host) {
    return new RtspFailure(remote, host, OPENING);
  }

  private OpenInput open(CheckedHost host, String url, String transport, Deadline deadline) {
    deadline.in(OPENING);
    try (SlowServer slow = SlowServer.watch(host.server(), host.address(), deadline)) {
      MediaInput input = MediaInput.rtsp(url, transport.equals("udp"), options(transport));
      VideoReader reader = slow.open(() -> VideoReader.open(input, plan.keepsPictures(), deadline));
      return OpenInput.live(reader, transport);
    }
  }

  private static Map<String, String> options(String transport) {
    Map<String, String> options = new HashMap<>();
    options.put("rtsp_transport", transport);
    options.put("allowed_media_types", "video");
    options.put("timeout", Long.toString(OPENING.toNanos() / 1000));
    if (transport.equals("udp")) {
      options.put("rtsp_flags", "filter_src");
      options.put("buffer_size", "2097152");
    }
    return options;
  }
}

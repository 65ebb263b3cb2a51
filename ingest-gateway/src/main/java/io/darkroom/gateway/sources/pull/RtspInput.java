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
 * connects to no other. Servers that start a stream on demand may take long to answer.
 */
record RtspInput(PullPlan plan, RemoteUri remote, AddressRules rules) {

  private static final Duration OPENING = Duration.ofSeconds(35);

  OpenInput open(Deadline deadline) {
    CheckedHost host = CheckedHost.resolve(remote, rules);
    if (remote.scheme().equals("rtsps") && verifiesCertificate()) {
      return overTls(host, deadline);
    }
    String url = remote.at(host.literal()).text();
    if (plan.transport().equals("udp")) {
      return explained(host, "udp", url, deadline);
    }
    try {
      return open(host, url, "tcp", deadline);
    } catch (MediaException e) {
      if (plan.transport().equals("tcp") || !e.isTransportRefused()) {
        throw failure(host).of(e);
      }
      return explained(host, "udp", url, deadline);
    }
  }

  /** Without a rule, the certificate is not checked: cameras sign their own. */
  private boolean verifiesCertificate() {
    String rule = plan.network().certificate();
    return !rule.isEmpty() && !rule.equals(CertificateCheck.SKIP);
  }

  private OpenInput overTls(CheckedHost host, Deadline deadline) {
    CertificateCheck certificates = plan.network().certificate(CertificateCheck.SKIP);
    try {
      TlsRelay relay = TlsRelay.open(host.address(), host.name(), certificates);
      return explained(host, "tcp", remote.relayed("rtsp", relay.port()).text(), deadline);
    } catch (IOException e) {
      throw new PullException(Retry.LATER, "rtsps: " + e.getMessage());
    }
  }

  private OpenInput explained(CheckedHost host, String transport, String url, Deadline deadline) {
    try {
      return open(host, url, transport, deadline);
    } catch (MediaException e) {
      throw failure(host).of(e);
    }
  }

  private RtspFailure failure(CheckedHost host) {
    return new RtspFailure(remote, host, OPENING);
  }

  private OpenInput open(CheckedHost host, String url, String transport, Deadline deadline) {
    deadline.in(OPENING);
    try (SlowServer slow = SlowServer.watch(host.server(), host.address(), deadline)) {
      MediaInput input = MediaInput.rtsp(url, options(transport));
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

package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passes on the answers of a camera that sends by UDP. FFmpeg sends packets to whatever address the
 * answer to SETUP names, to open firewalls; this makes it an address that the rules allow. Used by
 * one thread; any thread may ask for the refusal.
 */
final class UdpAnswers implements Relay.Copying {

  private static final Pattern TRANSPORT = Pattern.compile("(?i)transport:(.*)");

  /** Possessive, so that it needs no stack for each part. */
  private static final Pattern UNICAST =
      Pattern.compile("(?i)\\s*RTP/[A-Z]{1,8}(?:/UDP)?\\s*+(?:;(?!\\s*+multicast)[^,;]*+)*+");

  private static final Pattern PORTS =
      Pattern.compile(";\\s*((?:client|server)_port=\\d{1,5}(?:-\\d{1,5})?)");
  private static final Pattern SOURCE =
      Pattern.compile(";\\s*source=\"?(\\d+(?:\\.\\d+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

  private final InetAddress camera;
  private final AddressRules rules;
  private volatile String refusal;

  /**
   * @param camera the checked address
   */
  UdpAnswers(InetAddress camera, AddressRules rules) {
    this.camera = camera;
    this.rules = rules;
  }

  @Override
  public void copy(InputStream from, OutputStream to) throws IOException {
    Optional<RtspMessage> message = RtspMessage.read(from);
    while (message.isPresent()) {
      checked(message.get()).write(to);
      message = RtspMessage.read(from);
    }
  }

  /** Why an answer was not passed on, for the user. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  private RtspMessage checked(RtspMessage message) throws IOException {
    List<String> headers = new ArrayList<>();
    for (String header : message.headers()) {
      Matcher transport = TRANSPORT.matcher(header);
      headers.add(transport.matches() ? "Transport: " + checked(transport.group(1)) : header);
    }
    return new RtspMessage(message.start(), headers, message.body());
  }

  /** Returns a transport with the given ports, and only an address that is allowed. */
  private String checked(String transport) throws IOException {
    if (!UNICAST.matcher(transport).matches()) {
      throw refused("the camera offers another transport (expected: UDP to one receiver).");
    }
    StringBuilder checked = new StringBuilder("RTP/AVP/UDP;unicast");
    PORTS.matcher(transport).results().forEach(p -> checked.append(';').append(p.group(1)));
    return checked.append(";source=").append(source(transport)).toString();
  }

  /** Names are never looked up: then the packets come from the camera itself. */
  private String source(String transport) throws IOException {
    Matcher named = SOURCE.matcher(transport);
    InetAddress source = camera;
    if (named.find()) {
      source = allowed(named.group(1));
    }
    return source.getHostAddress().replaceAll("%.*", "");
  }

  private InetAddress allowed(String literal) throws IOException {
    try {
      InetAddress source = NetUtil.createInetAddressFromIpAddressString(literal);
      if (source != null) {
        return source.equals(camera) ? camera : rules.resolve(literal);
      }
    } catch (DarkroomException e) {
      // Reported like an address that is none.
    }
    throw refused(
        "the camera announces packets from %s (expected: from its own address, or an allowed one)."
            .formatted(literal));
  }

  private IOException refused(String what) {
    refusal = what + " Set transport to tcp.";
    return new IOException(what);
  }
}

package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.sources.RemoteUri;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.time.Duration;
import java.util.List;

/** Says in the user's words why a camera's stream does not open. */
record RtspFailure(RemoteUri remote, CheckedHost host, Duration waited) {

  PullException of(MediaException cause) {
    return new PullException(
        cause.isRefusal() || cause.isInvalidArgument() ? Retry.LATER : Retry.SOON,
        remote.scheme() + ": " + text(cause));
  }

  private String text(MediaException cause) {
    String server = host.server();
    if (cause.isUnauthorized()) {
      return unauthorized(server);
    }
    if (cause.isTimeout()) {
      return "no answer from %s within %d s. Check that it serves RTSP at this port."
          .formatted(server, waited.toSeconds());
    }
    if (cause.isRefusedConnection()) {
      return "%s refuses connections. Check the port, and that RTSP is switched on."
          .formatted(server);
    }
    if (cause.isOtherRefusal()) {
      return "the camera does not play it: it has no video at this address, or too many viewers."
          + " Check the address.";
    }
    if (cause.isInvalidArgument()) {
      return "the camera redirects, or answers without a stream (expected: a stream at this"
          + " address). Enter the address of the stream.";
    }
    return cause.getMessage() + " (expected: a stream with video). Check the address.";
  }

  private String unauthorized(String server) {
    HttpLogin login =
        remote.user().isEmpty() ? HttpLogin.none() : HttpLogin.of(remote.user() + ":");
    List<String> challenges =
        remote.scheme().equals("rtsp")
            ? RtspChallenge.ask(host.address(), remote.withoutUser().text())
            : List.of();
    return login.refusal(server, challenges);
  }
}

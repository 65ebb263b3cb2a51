package io.darkroom.gateway.sources.pull.server;

import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The answer to DESCRIBE (RFC 4566). */
final class Sdp {

  private Sdp() {}

  static String of(Footage footage) {
    Codec codec = footage.codec();
    return String.join(
            "\r\n",
            "v=0",
            "o=- 0 0 IN IP4 127.0.0.1",
            "s=camera",
            "c=IN IP4 0.0.0.0",
            "t=0 0",
            "a=control:*",
            "m=video 0 RTP/AVP " + codec.payloadType(),
            "a=rtpmap:%d %s/90000".formatted(codec.payloadType(), codec.rtpName()),
            "a=framerate:" + footage.fps(),
            "a=fmtp:%d %s".formatted(codec.payloadType(), parameters(footage)),
            "a=control:track0")
        + "\r\n";
  }

  private static String parameters(Footage footage) {
    List<byte[]> first = footage.pictures().get(0);
    return switch (footage.codec()) {
      case H264 ->
          "packetization-mode=1;sprop-parameter-sets="
              + unit(footage, first, 7)
              + ","
              + unit(footage, first, 8);
      case H265 ->
          "sprop-vps=%s;sprop-sps=%s;sprop-pps=%s"
              .formatted(
                  unit(footage, first, 32), unit(footage, first, 33), unit(footage, first, 34));
      case VP9, MJPEG -> "";
    };
  }

  private static String unit(Footage footage, List<byte[]> units, int type) {
    return units.stream()
        .filter(unit -> AnnexB.type(footage.codec(), unit) == type)
        .map(Base64.getEncoder()::encodeToString)
        .collect(Collectors.joining());
  }
}

package io.darkroom.gateway.sources.pull.server;

/** The codecs of the test cameras. */
public enum Codec {
  H264("H264", 96),
  H265("H265", 97),
  VP9("VP9", 98),
  MJPEG("JPEG", 26);

  private final String rtpName;
  private final int payloadType;

  Codec(String rtpName, int payloadType) {
    this.rtpName = rtpName;
    this.payloadType = payloadType;
  }

  String rtpName() {
    return rtpName;
  }

  int payloadType() {
    return payloadType;
  }
}

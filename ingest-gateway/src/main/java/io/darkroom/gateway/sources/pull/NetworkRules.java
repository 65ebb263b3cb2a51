package io.darkroom.gateway.sources.pull;

import io.darkroom.v1.Source;

/**
 * How a source is fetched from the network.
 *
 * @param live {@code yes}, {@code no}, or anything else for what the server says
 * @param maxBandwidth of HLS variants, in bit/s; 0 for no limit
 * @param certificate {@code verify}, {@code skip} or {@code sha256:} and a fingerprint; empty for
 *     the default of the scheme
 */
record NetworkRules(String live, long maxBandwidth, String certificate) {

  static NetworkRules of(Source source) {
    return new NetworkRules(source.getLive(), source.getMaxBandwidthBps(), source.getCertificate());
  }

  /**
   * Whether the source is a recording.
   *
   * @param said what the server says
   */
  boolean recorded(boolean said) {
    return live.equals("no") || said && !live.equals("yes");
  }

  CertificateCheck certificate(String standard) {
    return new CertificateCheck(certificate.isEmpty() ? standard : certificate);
  }
}

package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.media.PictureRules;
import io.darkroom.gateway.media.PictureRules.Colour;
import io.darkroom.gateway.media.Size;
import io.darkroom.gateway.sources.SourceCredentials;
import io.darkroom.gateway.sources.SourceUri;
import io.darkroom.v1.Credentials;
import io.darkroom.v1.Source;
import java.time.Duration;
import java.util.Locale;

/**
 * The parsed definition of a source.
 *
 * @param uri including credentials
 * @param credentials never shown in any text
 * @param fps of published frames; 0 for all
 * @param size in px; a side of 0 follows from the aspect ratio
 * @param quality 0 for the default
 * @param startAt of videos
 * @param transport empty, auto, tcp or udp
 * @param pictures how they are shown
 * @param skipDamaged whether frames with missing or concealed parts are dropped
 * @param network how it is fetched from the network
 */
record PullPlan(
    String sourceId,
    String streamId,
    SourceUri uri,
    Credentials credentials,
    double fps,
    Size size,
    int quality,
    boolean loop,
    Duration startAt,
    String transport,
    PictureRules pictures,
    boolean skipDamaged,
    NetworkRules network) {

  /** Throws {@link DarkroomException} if the URI is invalid. */
  static PullPlan of(Source source) {
    return new PullPlan(
        source.getSourceId(),
        source.getStreamId().isEmpty() ? source.getSourceId() : source.getStreamId(),
        SourceCredentials.completed(source),
        source.getCredentials(),
        source.getFps(),
        new Size(source.getWidthPx(), source.getHeightPx()),
        source.getQuality(),
        source.getLoop(),
        Duration.ofSeconds(source.getStartAt().getSeconds(), source.getStartAt().getNanos()),
        source.getTransport(),
        new PictureRules(
            !source.getOrientation().equals("stored"),
            source.getDeinterlace(),
            colour(source.getColour())),
        source.getSkipDamaged(),
        NetworkRules.of(source));
  }

  private static Colour colour(String name) {
    return name.isEmpty() ? Colour.AUTO : Colour.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Whether JPEGs and PNGs are published without re-encoding. */
  boolean keepsPictures() {
    return size.equals(Size.OWN) && quality == 0 && !pictures.deinterlace();
  }
}

package io.darkroom.gateway.media;

import static java.util.Map.entry;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_BAD_REQUEST;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_OTHER_4XX;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_SERVER_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PATCHWELCOME;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_STREAM_NOT_FOUND;

import java.util.Map;
import java.util.Optional;

/** Says FFmpeg's errors in the user's words: what happened to the input, not to FFmpeg. */
final class ErrorWords {

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          entry(AVERROR_EXIT, "no answer in time"),
          entry(Ffmpeg.TIMED_OUT, "no answer in time"),
          entry(AVERROR_INVALIDDATA, "no video in a form that FFmpeg reads"),
          entry(AVERROR_DEMUXER_NOT_FOUND, "no video in a form that FFmpeg reads"),
          entry(AVERROR_STREAM_NOT_FOUND, "no video in it"),
          entry(AVERROR_DECODER_NOT_FOUND, "no decoder for its video"),
          entry(AVERROR_PATCHWELCOME, "a rare form of video that FFmpeg does not read"),
          entry(AVERROR_EOF, "it ends before its first picture"),
          entry(AVERROR_HTTP_BAD_REQUEST, "status 400, the server does not understand the address"),
          entry(
              AVERROR_HTTP_UNAUTHORIZED, "status 401, it does not accept the user or the password"),
          entry(AVERROR_HTTP_FORBIDDEN, "status 403, the user may not see it"),
          entry(AVERROR_HTTP_NOT_FOUND, "status 404, nothing has this address"),
          entry(AVERROR_HTTP_OTHER_4XX, "the server refuses it"),
          entry(AVERROR_HTTP_SERVER_ERROR, "the server has failed (status 500 to 599)"),
          entry(Ffmpeg.NO_PROTOCOL, "it does not support this transport"),
          entry(Ffmpeg.INVALID, "it is damaged, or its parameters are wrong"),
          entry(Ffmpeg.IO, "reading it failed"),
          entry(-1, "it is not allowed there"),
          entry(-2, "it is not there"),
          entry(-13, "the gateway may not open it"),
          entry(-16, "another program uses it"),
          entry(-19, "it is not plugged in"),
          entry(-32, "the connection broke"),
          entry(-101, "no route to its network"),
          entry(-103, "the connection broke"),
          entry(-104, "the connection broke"),
          entry(Ffmpeg.REFUSED, "connections are refused"),
          entry(-113, "no route to it"));

  private ErrorWords() {}

  static Optional<String> of(int error) {
    return Optional.ofNullable(WORDS.get(error));
  }
}

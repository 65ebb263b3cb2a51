package io.darkroom.gateway.kafka;

import io.darkroom.error.ErrorCode;

/** What a record holds that a caller sent. */
enum RecordKind {
  FRAME("frame", ErrorCode.IMAGE_TOO_LARGE, "Compress the image more or make it smaller."),
  DEFINITION("definition", ErrorCode.INVALID_ARGUMENT, "Make it shorter.");

  private final String text;
  private final ErrorCode tooLarge;
  private final String remedy;

  RecordKind(String text, ErrorCode tooLarge, String remedy) {
    this.text = text;
    this.tooLarge = tooLarge;
    this.remedy = remedy;
  }

  String text() {
    return text;
  }

  /** The code for one that no broker takes because it is too long. */
  ErrorCode tooLarge() {
    return tooLarge;
  }

  String remedy() {
    return remedy;
  }
}

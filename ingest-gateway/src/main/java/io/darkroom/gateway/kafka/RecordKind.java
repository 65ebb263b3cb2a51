package io.darkroom.gateway.kafka;

import io.darkroom.error.ErrorCode;

/** What a record contains, for error messages. */
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

  /** The error code of a record that is too large. */
  ErrorCode tooLarge() {
    return tooLarge;
  }

  String remedy() {
    return remedy;
  }
}

package io.darkroom.gateway.library;

import io.darkroom.v1.Upload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the most recently finished uploads, for callers that lost the connection before the
 * answer. Thread-safe.
 */
final class FinishedUploads {

  private static final int CAPACITY = 256;

  private final Map<String, Upload> uploads =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Upload> eldest) {
          return size() > CAPACITY;
        }
      };

  synchronized void add(Upload upload) {
    uploads.put(upload.getUploadId(), upload);
  }

  synchronized Optional<Upload> find(String uploadId) {
    return Optional.ofNullable(uploads.get(uploadId));
  }
}

package io.darkroom.gateway.http;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import com.linecorp.armeria.common.multipart.AggregatedBodyPart;
import com.linecorp.armeria.common.multipart.AggregatedMultipart;
import com.linecorp.armeria.common.multipart.Multipart;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.ImageHeader;
import java.util.concurrent.CompletableFuture;

/**
 * The image that a call sends, and the parameters that go with it.
 *
 * @param image not checked yet
 */
record ImageBody(ByteString image, QueryParams parameters) {

  /** Wraps the aggregated body without a copy: it is an array that no other code holds. */
  static ImageBody of(AggregatedHttpRequest request, QueryParams parameters) {
    return new ImageBody(UnsafeByteOperations.unsafeWrap(request.content().array()), parameters);
  }

  /** Reads a form: one part is the image, and the others are further parameters. */
  static CompletableFuture<ImageBody> ofForm(HttpRequest request, QueryParams parameters) {
    Multipart form;
    try {
      form = Multipart.from(request);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw DarkroomException.invalid(
          "content-type",
          "content-type: multipart without a boundary (expected: one). Let the client set it.");
    }
    return form.aggregate().thenApply(parts -> ofParts(parts, parameters));
  }

  private static ImageBody ofParts(AggregatedMultipart form, QueryParams parameters) {
    QueryParamsBuilder all = parameters.toBuilder();
    ByteString image = null;
    for (AggregatedBodyPart part : form.bodyParts()) {
      ByteString bytes = UnsafeByteOperations.unsafeWrap(part.content().array());
      if (part.filename() != null || ImageHeader.sniff(bytes).isPresent()) {
        image = onlyOne(image, bytes);
      } else if (part.name() != null) {
        all.add(part.name(), part.contentUtf8());
      }
    }
    if (image == null) {
      throw DarkroomException.invalid(
          "image", "form: no part with a file (expected: one). Send it with -F image=@photo.jpg.");
    }
    return new ImageBody(image, all.build());
  }

  private static ByteString onlyOne(ByteString before, ByteString bytes) {
    if (before != null) {
      throw DarkroomException.invalid(
          "image", "form: several files (expected: one). Send each of them by itself.");
    }
    return bytes;
  }
}

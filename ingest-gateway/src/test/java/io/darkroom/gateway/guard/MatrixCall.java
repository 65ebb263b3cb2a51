package io.darkroom.gateway.guard;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds the HTTP request of a call in one of its forms. */
record MatrixCall(MethodDescriptor method, Form form, Message request) {

  private static final Pattern VARIABLE = Pattern.compile("\\{([\\w.]+)\\}");

  /**
   * @param secret shown as a bearer token; empty for none
   */
  HttpRequest with(String secret) {
    RequestHeadersBuilder headers = form == Form.REST ? restHeaders() : rpcHeaders();
    headers.set(HttpHeaderNames.AUTHORITY, "localhost");
    if (!secret.isEmpty()) {
      headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + secret);
    }
    return HttpRequest.of(headers.build(), form == Form.REST ? restBody() : rpcBody());
  }

  private RequestHeadersBuilder rpcHeaders() {
    return RequestHeaders.builder(
            HttpMethod.POST,
            "/%s/%s".formatted(method.getService().getFullName(), method.getName()))
        .set(HttpHeaderNames.CONTENT_TYPE, form.mediaType(method))
        .set(HttpHeaderNames.TE, "trailers");
  }

  private HttpData rpcBody() {
    byte[] message = request.toByteArray();
    if (!form.isFramed(method)) {
      return HttpData.wrap(message);
    }
    return HttpData.wrap(
        ByteBuffer.allocate(5 + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array());
  }

  private HttpRule rule() {
    return method.getOptions().getExtension(AnnotationsProto.http);
  }

  private RequestHeadersBuilder restHeaders() {
    RequestHeadersBuilder headers = RequestHeaders.builder(restMethod(), restPath());
    if (!rule().getBody().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, form.mediaType(method));
    }
    return headers;
  }

  private HttpMethod restMethod() {
    return HttpMethod.valueOf(rule().getPatternCase().name());
  }

  private String restPath() {
    String pattern =
        switch (rule().getPatternCase()) {
          case GET -> rule().getGet();
          case PUT -> rule().getPut();
          case POST -> rule().getPost();
          case DELETE -> rule().getDelete();
          default -> throw new IllegalStateException(method.getFullName());
        };
    Matcher variable = VARIABLE.matcher(pattern);
    return variable.replaceAll(found -> text(request, found.group(1)));
  }

  private static String text(Message message, String path) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    Object value = message.getField(message.getDescriptorForType().findFieldByName(name));
    return dot < 0 ? value.toString() : text((Message) value, path.substring(dot + 1));
  }

  private HttpData restBody() {
    String body = rule().getBody();
    if (body.isEmpty()) {
      return HttpData.empty();
    }
    Message sent =
        body.equals("*")
            ? request
            : (Message) request.getField(request.getDescriptorForType().findFieldByName(body));
    try {
      return HttpData.ofUtf8(JsonFormat.printer().print(sent));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "%s of %s".formatted(form, method.getFullName());
  }
}

package io.darkroom.gateway.guard;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The answer to a call in any form.
 *
 * @param code OK also stands for a stream that stays open
 * @param text headers and body
 */
record MatrixAnswer(Status.Code code, String text) {

  private static final long PATIENCE_MILLIS = 700;
  private static final Pattern CONNECT_CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");
  private static final Pattern WEB_STATUS = Pattern.compile("grpc-status: ?(\\d+)");

  static MatrixAnswer of(WebClient client, HttpRequest request) {
    HttpResponse response = client.execute(request);
    Reading reading = new Reading();
    response.subscribe(reading);
    try {
      reading.ended.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      response.abort();
    }
    return reading.answer();
  }

  private static final class Reading implements Subscriber<HttpObject> {

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final StringBuffer text = new StringBuffer();
    private volatile int status = 200;
    private volatile Integer grpcStatus;

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject part) {
      if (part instanceof HttpData data) {
        text.append(new String(data.array(), StandardCharsets.ISO_8859_1));
        return;
      }
      HttpHeaders headers = (HttpHeaders) part;
      if (part instanceof ResponseHeaders first) {
        status = first.status().code();
      }
      Integer found = headers.getInt("grpc-status");
      grpcStatus = found == null ? grpcStatus : found;
      text.append(headers);
    }

    @Override
    public void onError(Throwable cause) {
      ended.complete(null);
    }

    @Override
    public void onComplete() {
      ended.complete(null);
    }

    MatrixAnswer answer() {
      return new MatrixAnswer(code(), text.toString());
    }

    private Status.Code code() {
      Matcher web = WEB_STATUS.matcher(text);
      Matcher connect = CONNECT_CODE.matcher(text);
      if (grpcStatus != null) {
        return Status.fromCodeValue(grpcStatus).getCode();
      }
      if (web.find()) {
        return Status.fromCodeValue(Integer.parseInt(web.group(1))).getCode();
      }
      if (connect.find()) {
        return Status.Code.valueOf(connect.group(1).toUpperCase(Locale.ROOT));
      }
      return switch (status) {
        case 200, 204 -> Status.Code.OK;
        case 401 -> Status.Code.UNAUTHENTICATED;
        case 403 -> Status.Code.PERMISSION_DENIED;
        case 404 -> Status.Code.NOT_FOUND;
        case 400 -> Status.Code.INVALID_ARGUMENT;
        default -> Status.Code.UNKNOWN;
      };
    }
  }
}

package io.darkroom.gateway.telemetry.log;

import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.util.SafeCloseable;
import java.util.Map;
import org.slf4j.MDC;

/** Fields to add to every log line of a call. */
public record LineFields(Map<String, String> fields) {

  public LineFields {
    fields = Map.copyOf(fields);
  }

  /** Adds the fields from now on, on every thread that works for the call. */
  public void holdFor(RequestContext call) {
    call.hook(this::open);
  }

  /** Adds the fields on this thread until the result is closed. */
  public SafeCloseable open() {
    fields.forEach(MDC::put);
    return () -> fields.keySet().forEach(MDC::remove);
  }
}

package io.darkroom.gateway.telemetry.log;

import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.util.SafeCloseable;
import java.util.Map;
import org.slf4j.MDC;

/** Fields of every line that is written while a call is at work; nothing where there are none. */
public record LineFields(Map<String, String> fields) {

  public LineFields {
    fields = Map.copyOf(fields);
  }

  /** From now on, on whatever thread the call is at work. */
  public void holdFor(RequestContext call) {
    call.hook(this::open);
  }

  /** On this thread, until it is closed. */
  public SafeCloseable open() {
    fields.forEach(MDC::put);
    return () -> fields.keySet().forEach(MDC::remove);
  }
}

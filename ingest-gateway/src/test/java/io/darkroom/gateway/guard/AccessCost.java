package io.darkroom.gateway.guard;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.sun.management.OperatingSystemMXBean;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.limits.CallerQuota;
import io.darkroom.gateway.policy.Policy;
import io.darkroom.gateway.policy.StreamPatterns;
import io.darkroom.gateway.policy.Subject;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Callers;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.GuardedDarkroom;
import io.darkroom.v1.Frame;
import io.darkroom.v1.Permission;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Prints what access control costs: CPU time of client and gateway together per call, in µs, which
 * other programs on the machine change less than the time on the clock, and the time of the check
 * of one published frame. The ways take turns; the least of each counts. Run its main.
 */
final class AccessCost {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final CallerQuota UNLIMITED =
      new CallerQuota(1_000_000, 1_000_000, 1_000_000_000, 1_000_000);
  private static final int CALLS = 3_000;
  private static final int TURNS = 12;
  private static final int FRAMES = 1_000_000;

  /** How a call identifies itself. */
  private record Way(String name, WebClient client, String secret) {

    void call() {
      RequestHeaders headers =
          RequestHeaders.builder(HttpMethod.GET, "/v1/caller")
              .set(HttpHeaderNames.AUTHORITY, "localhost")
              .set(HttpHeaderNames.AUTHORIZATION, "Bearer " + secret)
              .build();
      if (client.execute(HttpRequest.of(headers)).aggregate().join().status().code() != 200) {
        throw new IllegalStateException(name);
      }
    }
  }

  private AccessCost() {}

  public static void main(String[] arguments) throws Exception {
    GuardedDarkroom guarded =
        GuardedDarkroom.start(Files.createTempDirectory("access-cost"), UNLIMITED);
    Darkroom open = Darkroom.withoutJob(Broker.shared());
    String key = Callers.createKey(guarded.darkroom(), guarded.admin(), "viewer", "lobby-*");
    List<Way> ways =
        List.of(
            new Way("nobody is asked", client(open), "x"),
            new Way("API key", client(guarded.darkroom()), key),
            new Way("token", client(guarded.darkroom()), guarded.issuer().token("a", "viewer")));
    double[] least = new double[ways.size()];
    Arrays.fill(least, Double.MAX_VALUE);
    for (int turn = 0; turn < TURNS; turn++) {
      for (int i = 0; i < least.length; i++) {
        least[i] = Math.min(least[i], micros(ways.get(i)));
      }
    }
    for (int i = 0; i < least.length; i++) {
      System.out.printf("call, %-16s %7.1f µs%n", ways.get(i).name(), least[i]);
    }
    System.out.printf("check of a frame %20.0f ns%n", frameNanos());
    System.exit(0);
  }

  private static WebClient client(Darkroom darkroom) {
    return WebClient.of("h2c://localhost:" + darkroom.gateway.port());
  }

  private static double micros(Way way) {
    long before = SYSTEM.getProcessCpuTime();
    for (int i = 0; i < CALLS; i++) {
      way.call();
    }
    return (SYSTEM.getProcessCpuTime() - before) / 1e3 / CALLS;
  }

  /** For a caller with a role on two patterns, of which the second matches. */
  private static double frameNanos() {
    Subject subject =
        new Subject(
            Subject.Kind.KEY,
            "camera",
            Set.of(),
            Set.of("publisher"),
            new StreamPatterns(List.of("yard-*", "lobby-*")));
    Caller caller =
        new Caller(
            "key", "camera", Policy.BUILT_IN.of(subject), Optional.empty(), Optional.of(subject));
    Concerned concerned = new Concerned(new Guard(id -> Optional.empty(), id -> Optional.empty()));
    Frame frame = Frame.newBuilder().setStreamId("lobby-1").build();
    double least = Double.MAX_VALUE;
    for (int turn = 0; turn < TURNS; turn++) {
      long before = System.nanoTime();
      for (int i = 0; i < FRAMES; i++) {
        concerned.require(caller, Permission.PERMISSION_PUBLISH, frame);
      }
      least = Math.min(least, (System.nanoTime() - before) / (double) FRAMES);
    }
    return least;
  }
}

package io.darkroom.gateway.guard;

import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.identity.SessionPath;
import io.darkroom.v1.Permission;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Knows the paths that everyone may call without identification. Immutable. */
public final class PathAccess {

  /** Probes of the platform, which have no credentials. Details of health need some. */
  private static final Set<String> PROBES = Set.of("/livez", "/readyz", "/startupz", "/healthz");

  private static final String GRPC_HEALTH = "/grpc.health.v1.Health/";

  private final Set<String> open = new HashSet<>(PROBES);
  private final String page;

  /**
   * @param page the pattern of the web page's paths
   */
  public PathAccess(List<ServiceDescriptor> services, String page) {
    this.page = page.replaceFirst("^regex:", "");
    services.stream()
        .map(ServiceDescriptor::getMethods)
        .flatMap(List::stream)
        .filter(method -> MethodPermissions.of(method) == Permission.PERMISSION_PUBLIC)
        .forEach(this::open);
  }

  private void open(MethodDescriptor method) {
    open.add("/" + method.getService().getFullName() + "/" + method.getName());
    open.add(method.getOptions().getExtension(AnnotationsProto.http).getGet());
  }

  /**
   * Whether everyone may make the call. The web page is open, because it lets people sign in, and
   * so is signing out. Browsers send OPTIONS without credentials before calls to another origin.
   */
  public boolean isOpen(ServiceRequestContext call) {
    String path = call.path();
    return open.contains(path)
        || path.startsWith(GRPC_HEALTH)
        || call.method() == HttpMethod.OPTIONS
        || (call.method() == HttpMethod.DELETE && path.equals(SessionPath.PATH))
        || call.config().route().patternString().equals(page);
  }
}

package io.darkroom.gateway.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.encoding.EncodingService;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import io.darkroom.gateway.access.PageHeaders;
import io.darkroom.gateway.config.AuthConfig;
import io.darkroom.gateway.error.Errors;
import io.darkroom.gateway.error.HttpErrors;

/** Serves the web page and its files from the class path. Its address has the view after a #. */
public final class Page {

  /** All paths except the API. */
  public static final String PATHS = "regex:^/(?!v1(/|$)).*$";

  private static final String ROOT = "dashboard";
  private static final String REVALIDATE = "no-cache";

  /** The names of these files change with their content. */
  private static final String ASSETS = "/assets/";

  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private Page() {}

  /**
   * @param auth how the page signs in
   */
  public static HttpService service(AuthConfig auth) {
    ClassLoader classes = Page.class.getClassLoader();
    HttpService index =
        HttpFile.builder(classes, ROOT + "/index.html")
            .cacheControl(REVALIDATE)
            .build()
            .asService();
    boolean built = classes.getResource(ROOT + "/index.html") != null;
    HttpService page =
        (context, request) ->
            built && context.path().equals("/") ? index.serve(context, request) : notFound(context);
    HttpService assets =
        FileService.builder(classes, ROOT).cacheControl(IMMUTABLE).build().orElse(page);
    HttpService files =
        FileService.builder(classes, ROOT).cacheControl(REVALIDATE).build().orElse(page);
    HttpService all =
        (context, request) ->
            context.path().startsWith(ASSETS)
                ? assets.serve(context, request)
                : files.serve(context, request);
    return all.decorate(EncodingService.newDecorator()).decorate(PageHeaders.signingIn(auth));
  }

  private static HttpResponse notFound(ServiceRequestContext context) {
    return HttpErrors.respond(context, Errors.ofStatus(404, null));
  }
}

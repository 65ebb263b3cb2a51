package io.darkroom.gateway.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.docs.DocService;
import io.darkroom.gateway.access.PageHeaders;
import io.darkroom.gateway.http.openapi.OpenApi;
import io.darkroom.gateway.rpc.system.Contract;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ListFiltersRequest;
import io.darkroom.v1.Output;
import io.darkroom.v1.Pipeline;
import io.darkroom.v1.PipelineServiceGrpc;

/** Serves the API documentation: a page to browse and try calls, and an OpenAPI document. */
public final class Documentation {

  public static final String PAGE = "/docs/";

  public static final String OPENAPI = "/openapi.json";

  private Documentation() {}

  public static void serve(ServerBuilder server) {
    HttpData document = HttpData.ofUtf8(OpenApi.document(Contract.services()));
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JSON_UTF_8)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .build();
    server
        .service(OPENAPI, (context, request) -> HttpResponse.of(headers, document))
        .service("/docs", (context, request) -> HttpResponse.ofRedirect(PAGE))
        .service(PAGE, new PageHeaders(DocumentationPage.index()))
        .service(PAGE + DocumentationPage.STYLES, DocumentationPage.styles())
        .serviceUnder(PAGE, new PageHeaders(page()));
  }

  private static DocService page() {
    return DocService.builder()
        .webAppTitle("Darkroom API")
        .exampleRequests(
            ImageProcessingServiceGrpc.SERVICE_NAME,
            "ListFilters",
            ListFiltersRequest.getDefaultInstance())
        .exampleRequests(
            PipelineServiceGrpc.SERVICE_NAME,
            "PutPipeline",
            Pipeline.newBuilder()
                .setPipelineId("lobby-gray")
                .setStreamId("lobby")
                .setChain("grayscale(algorithm=bt709) | gaussian_blur(sigma=2.5)")
                .setOutput(Output.newBuilder().setQuality(85))
                .build())
        .build();
  }
}

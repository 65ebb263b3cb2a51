package io.darkroom.gateway.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.docs.DocService;
import io.darkroom.gateway.access.PageHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/**
 * The index of Armeria's documentation page, changed so that a strict content policy does not break
 * it: the style elements that its scripts create carry a nonce, and it loads no fonts of another
 * site.
 */
final class DocumentationPage {

  static final String STYLES = "styles.js";

  private static final String FONTS = "<link href=\"https://fonts.googleapis.com[^>]*>";
  private static final String FIRST_SCRIPT = "<script defer=\"defer\"";
  private static final String NONCE =
      "<meta property=\"csp-nonce\" content=\"%s\"><script src=\"" + STYLES + "\"></script>";
  private static final int NONCE_BYTES = 16;

  private static final String STYLES_SCRIPT =
      """
      const { content } = document.querySelector('meta[property="csp-nonce"]');
      const create = document.createElement.bind(document);
      document.createElement = (name, options) => {
        const element = create(name, options);
        if (element instanceof HTMLStyleElement) {
          element.nonce = content;
        }
        return element;
      };
      """;

  private static final SecureRandom random = new SecureRandom();

  private DocumentationPage() {}

  static HttpService index() {
    String[] parts = original().replaceFirst(FONTS, "").split("(?=" + FIRST_SCRIPT + ")", 2);
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.HTML_UTF_8)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .build();
    return (context, request) -> {
      String nonce = newNonce();
      PageHeaders.allowStyles(context, nonce);
      String page = parts[0] + NONCE.formatted(nonce) + parts[1];
      return HttpResponse.of(headers, HttpData.ofUtf8(page));
    };
  }

  static HttpService styles() {
    return (context, request) ->
        HttpResponse.of(HttpStatus.OK, MediaType.JAVASCRIPT_UTF_8, STYLES_SCRIPT);
  }

  private static String newNonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String original() {
    try (InputStream packed = DocService.class.getResourceAsStream("index.html.gz")) {
      return new String(new GZIPInputStream(packed).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

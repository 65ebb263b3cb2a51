package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * The outcome of a failed command: a line of text, a JSON object and an exit code.
 *
 * @param json has the form of the gateway's errors
 */
record CommandFailure(String message, JsonNode json, int exitCode) {

  private static final int BAD_REQUEST = 400;

  static CommandFailure of(Throwable thrown) {
    Throwable cause = unwrap(thrown);
    if (cause instanceof GatewayException e) {
      return ofGateway(e);
    }
    if (cause instanceof ApplyException e) {
      CommandFailure refused = of(e.getCause());
      String message = e.name() + ": " + refused.message();
      return new CommandFailure(message, refused.json(), refused.exitCode());
    }
    if (cause instanceof CommandException e) {
      return coded(e.code().name(), e.getMessage(), e.exitCode());
    }
    if (cause instanceof DarkroomException e) {
      String code = e.code().name();
      JsonNode json = json(code, e.getMessage(), e.problems());
      return new CommandFailure(e.getMessage(), json, Exit.of(code, e.code().httpStatus()));
    }
    if (cause instanceof FileSystemException e) {
      return coded(ErrorCode.INVALID_ARGUMENT.name(), ofFile(e), Exit.FAILED);
    }
    if (cause instanceof IOException) {
      return coded(ErrorCode.INTERNAL.name(), "input or output: " + describe(cause), Exit.FAILED);
    }
    return unexpected(cause);
  }

  /** A command line that cannot be parsed. */
  static CommandFailure ofUsage(String message) {
    return coded(ErrorCode.INVALID_ARGUMENT.name(), message, Exit.USAGE);
  }

  private static CommandFailure ofGateway(GatewayException e) {
    if (e.getCause() instanceof WebSocketHandshakeException refused
        && refused.getResponse().statusCode() >= BAD_REQUEST) {
      return ofHandshake(refused.getResponse().statusCode());
    }
    int exit = Exit.of(e.code(), e.status());
    return e.body()
        .map(body -> new CommandFailure(Text.printable(e.getMessage()), body, exit))
        .orElseGet(() -> coded(e.code(), Text.printable(e.getMessage()), exit));
  }

  /** The JDK's client does not expose the body, which contains the reason. */
  private static CommandFailure ofHandshake(int status) {
    ErrorCode known =
        switch (status) {
          case 403 -> ErrorCode.FORBIDDEN;
          case 404 -> ErrorCode.NOT_FOUND;
          case 429 -> ErrorCode.TOO_MANY_REQUESTS;
          case 503 -> ErrorCode.UNAVAILABLE;
          default -> status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.INTERNAL;
        };
    String code = known.name();
    return coded(
        code,
        "gateway: refused the WebSocket with HTTP %d (expected: 101). Check the name of the stream."
            .formatted(status),
        Exit.of(code, status));
  }

  private static String ofFile(FileSystemException e) {
    if (e instanceof NoSuchFileException) {
      return "file: %s does not exist (expected: an existing file). Correct the path."
          .formatted(e.getFile());
    }
    String reason = e instanceof AccessDeniedException ? "access denied" : e.getReason();
    return "file: %s: %s (expected: a file that you can read and write). Choose another."
        .formatted(e.getFile(), reason == null ? e.getClass().getSimpleName() : reason);
  }

  private static CommandFailure unexpected(Throwable cause) {
    String message =
        "darkroom: unexpected failure: %s. Run it again with --verbose for the stack trace."
            .formatted(describe(cause));
    return coded(ErrorCode.INTERNAL.name(), message, Exit.FAILED);
  }

  private static String describe(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  private static CommandFailure coded(String code, String message, int exitCode) {
    return new CommandFailure(message, json(code, message, List.of()), exitCode);
  }

  private static JsonNode json(String code, String message, List<Problem> problems) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("code", code);
    ArrayNode details = json.put("message", message).putArray("details");
    for (Problem problem : problems) {
      details
          .addObject()
          .put("field", problem.field())
          .put("column", problem.column())
          .put("description", problem.description());
    }
    return json.put("retryable", ErrorCode.named(code).retryable()).put("correlationId", "");
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException
            || cause instanceof ExecutionException
            || cause instanceof UncheckedIOException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}

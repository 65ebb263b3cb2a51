package io.darkroom.gateway.rpc.validation;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.CompilationException;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Checks messages against the rules in their protos. Thread-safe; never blocks. */
public final class RequestRules {

  /** Runs standard rules natively rather than in CEL; all our rules are standard ones. */
  private static final Config CONFIG = Config.newBuilder().setEnableNativeRules(true).build();

  private final Validator validator;

  /** Compiles the rules of the types in advance, because that would slow down the first calls. */
  public RequestRules(List<Descriptor> types) {
    try {
      validator =
          ValidatorFactory.newBuilder().withConfig(CONFIG).buildWithDescriptors(types, false);
    } catch (CompilationException e) {
      throw new IllegalStateException("rules in the protos cannot be read", e);
    }
  }

  /**
   * Checks a message.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} with a problem for each broken rule
   */
  public void require(Message message) {
    ValidationResult result = validate(message);
    if (result.isSuccess()) {
      return;
    }
    List<Problem> problems =
        result.getViolations().stream()
            .map(violation -> BrokenRule.of(message, violation).toProblem())
            .distinct()
            .toList();
    String text = problems.stream().map(Problem::description).collect(Collectors.joining(" "));
    throw new DarkroomException(ErrorCode.INVALID_ARGUMENT, text, problems);
  }

  private ValidationResult validate(Message message) {
    try {
      return validator.validate(message);
    } catch (ValidationException e) {
      throw new IllegalStateException(
          "rules of %s cannot be read".formatted(message.getDescriptorForType().getFullName()), e);
    }
  }
}

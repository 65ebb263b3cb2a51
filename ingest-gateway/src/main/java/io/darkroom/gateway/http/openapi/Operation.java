package io.darkroom.gateway.http.openapi;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One HTTP route of a method.
 *
 * @param id unique in the document
 * @param verb the HTTP method, in lower case
 * @param path the path, with variables in proto names
 * @param body empty for no body, "*" for the whole request, otherwise the field that is the body
 */
record Operation(MethodDescriptor method, String id, String verb, String path, String body) {

  private static final Pattern VARIABLE = Pattern.compile("\\{([\\w.]+)}");
  private static final String WHOLE_REQUEST = "*";

  /** The routes of a method; none if it has no HTTP form. */
  static Stream<Operation> of(MethodDescriptor method) {
    if (!method.getOptions().hasExtension(AnnotationsProto.http)) {
      return Stream.empty();
    }
    HttpRule first = method.getOptions().getExtension(AnnotationsProto.http);
    List<HttpRule> rules =
        Stream.concat(Stream.of(first), first.getAdditionalBindingsList().stream()).toList();
    return IntStream.range(0, rules.size()).mapToObj(i -> of(method, rules.get(i), i));
  }

  private static Operation of(MethodDescriptor method, HttpRule rule, int index) {
    FieldDescriptor pattern =
        rule.getOneofFieldDescriptor(HttpRule.getDescriptor().getOneofs().get(0));
    String id =
        method.getService().getName()
            + "_"
            + method.getName()
            + (index == 0 ? "" : "_" + (index + 1));
    return new Operation(
        method,
        id,
        pattern.getName().toLowerCase(Locale.ROOT),
        (String) rule.getField(pattern),
        rule.getBody());
  }

  /** The path, with variables in JSON names. */
  String template() {
    return VARIABLE
        .matcher(path)
        .replaceAll(found -> "{%s}".formatted(field(found.group(1)).getJsonName()));
  }

  List<FieldDescriptor> pathFields() {
    return VARIABLE.matcher(path).results().map(found -> field(found.group(1))).toList();
  }

  boolean hasBody() {
    return !body.isEmpty();
  }

  /** The message type of the body. */
  Descriptor bodyType() {
    return body.equals(WHOLE_REQUEST)
        ? method.getInputType()
        : method.getInputType().findFieldByName(body).getMessageType();
  }

  /** The fields that can be query parameters; messages cannot. */
  List<FieldDescriptor> queryFields() {
    return body.equals(WHOLE_REQUEST)
        ? List.of()
        : queryFields(method.getInputType(), pathFields());
  }

  static List<FieldDescriptor> queryFields(Descriptor request, List<FieldDescriptor> others) {
    return request.getFields().stream()
        .filter(field -> !others.contains(field))
        .filter(field -> field.getJavaType() != FieldDescriptor.JavaType.MESSAGE)
        .filter(field -> field.getJavaType() != FieldDescriptor.JavaType.BYTE_STRING)
        .toList();
  }

  /** The field at a path, which can lead through nested messages. */
  private FieldDescriptor field(String path) {
    Descriptor message = method.getInputType();
    FieldDescriptor field = null;
    for (String name : path.split("\\.")) {
      field = message.findFieldByName(name);
      message =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }
    return field;
  }
}

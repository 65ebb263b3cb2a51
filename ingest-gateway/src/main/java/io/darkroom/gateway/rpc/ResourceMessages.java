package io.darkroom.gateway.rpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.darkroom.gateway.resources.ChangeLog.Changes;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Fills the answers of list and watch calls. Their fields have the same names in every service; the
 * first field holds the resources.
 */
public final class ResourceMessages {

  private ResourceMessages() {}

  /** Adds the page that {@code request} asks for, and the token of the next page. */
  public static <R extends Message, B extends Message.Builder> B page(
      B answer, Message request, List<R> all, Function<R, String> id) {
    Descriptor type = request.getDescriptorForType();
    int size = (int) request.getField(type.findFieldByName("page_size"));
    String token = (String) request.getField(type.findFieldByName("page_token"));
    Pages<R> page = Pages.of(all, id, size, token);
    set(answer, isNumber(1), page.items());
    set(answer, isNamed("next_page_token"), page.nextToken());
    return answer;
  }

  /** Adds changed and deleted resources, and the token with which the caller can resume. */
  public static <B extends Message.Builder> B changes(
      B answer, Changes<? extends Message> changes) {
    set(answer, isNumber(1), changes.changed());
    set(answer, field -> field.getName().startsWith("deleted_"), changes.deleted());
    set(answer, isNamed("snapshot"), changes.snapshot());
    set(answer, isNamed("resume_token"), changes.token());
    return answer;
  }

  private static Predicate<FieldDescriptor> isNumber(int number) {
    return field -> field.getNumber() == number;
  }

  private static Predicate<FieldDescriptor> isNamed(String name) {
    return field -> field.getName().equals(name);
  }

  private static void set(Message.Builder answer, Predicate<FieldDescriptor> wanted, Object value) {
    FieldDescriptor field =
        answer.getDescriptorForType().getFields().stream().filter(wanted).findFirst().orElseThrow();
    answer.setField(field, value);
  }
}

package io.darkroom.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.darkroom.gateway.resources.ChangeLog.Changes;
import io.darkroom.gateway.rpc.system.Contract;
import io.darkroom.v1.ListSourcesRequest;
import io.darkroom.v1.ListSourcesResponse;
import io.darkroom.v1.Source;
import io.darkroom.v1.WatchSourcesResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceMessagesTest {

  private static final Source A = Source.newBuilder().setSourceId("a").build();
  private static final Source B = Source.newBuilder().setSourceId("b").build();

  private static ListSourcesResponse page(String token) {
    return ResourceMessages.page(
            ListSourcesResponse.newBuilder(),
            ListSourcesRequest.newBuilder().setPageSize(1).setPageToken(token).build(),
            List.of(B, A),
            Source::getSourceId)
        .build();
  }

  @Test
  void fillsOnePageAfterAnother() {
    ListSourcesResponse first = page("");
    assertThat(first.getSourcesList()).containsExactly(A);
    ListSourcesResponse second = page(first.getNextPageToken());
    assertThat(second.getSourcesList()).containsExactly(B);
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void fillsChanges() {
    Changes<Source> changes = new Changes<>(true, List.of(A), List.of("c", "d"), "token");
    assertThat(ResourceMessages.changes(WatchSourcesResponse.newBuilder(), changes).build())
        .isEqualTo(
            WatchSourcesResponse.newBuilder()
                .addSources(A)
                .addDeletedSourceIds("c")
                .addDeletedSourceIds("d")
                .setSnapshot(true)
                .setResumeToken("token")
                .build());
  }

  @Test
  void everyListCallHasTheFieldsOfPages() {
    assertThat(methods("List"))
        .hasSize(10)
        .allSatisfy(
            method -> {
              assertThat(names(method.getInputType())).contains("page_size", "page_token");
              assertThat(names(method.getOutputType())).contains("next_page_token");
              assertThat(method.getOutputType().findFieldByNumber(1).isRepeated()).isTrue();
            });
  }

  private static List<MethodDescriptor> methods(String prefix) {
    return Contract.services().stream()
        .map(ServiceDescriptor::getMethods)
        .flatMap(List::stream)
        .filter(method -> method.getName().startsWith(prefix))
        .toList();
  }

  private static List<String> names(Descriptor message) {
    return message.getFields().stream().map(FieldDescriptor::getName).toList();
  }
}

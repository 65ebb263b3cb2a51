package io.darkroom.gateway.http.openapi;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the comments in the protos by the full name of the commented element. */
final class Comments {

  private static final String DESCRIPTORS = "/META-INF/armeria/grpc/darkroom.dsc";

  private final Map<String, String> byName = new HashMap<>();

  private Comments() {}

  /** Reads the descriptors that the build has put on the class path. */
  static Comments read() {
    try (InputStream in = Comments.class.getResourceAsStream(DESCRIPTORS)) {
      Comments comments = new Comments();
      FileDescriptorSet.parseFrom(in).getFileList().forEach(comments::addFile);
      return comments;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The comment with its line breaks; empty if there is none. */
  String of(String fullName) {
    return byName.getOrDefault(fullName, "");
  }

  private void addFile(FileDescriptorProto file) {
    Map<List<Integer>, String> places = new HashMap<>();
    for (Location location : file.getSourceCodeInfo().getLocationList()) {
      places.put(location.getPathList(), location.getLeadingComments());
    }
    String scope = file.getPackage();
    addMessages(
        places,
        List.of(),
        FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER,
        scope,
        file.getMessageTypeList());
    addEnums(
        places,
        List.of(),
        FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER,
        scope,
        file.getEnumTypeList());
    for (int i = 0; i < file.getServiceCount(); i++) {
      ServiceDescriptorProto service = file.getService(i);
      List<Integer> place = List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, i);
      String name = add(places, place, scope, service.getName());
      for (int j = 0; j < service.getMethodCount(); j++) {
        List<Integer> method = below(place, ServiceDescriptorProto.METHOD_FIELD_NUMBER, j);
        add(places, method, name, service.getMethod(j).getName());
      }
    }
  }

  private void addMessages(
      Map<List<Integer>, String> places,
      List<Integer> above,
      int kind,
      String scope,
      List<DescriptorProto> messages) {
    for (int i = 0; i < messages.size(); i++) {
      DescriptorProto message = messages.get(i);
      List<Integer> place = below(above, kind, i);
      String name = add(places, place, scope, message.getName());
      for (int j = 0; j < message.getFieldCount(); j++) {
        List<Integer> field = below(place, DescriptorProto.FIELD_FIELD_NUMBER, j);
        add(places, field, name, message.getField(j).getName());
      }
      addMessages(
          places,
          place,
          DescriptorProto.NESTED_TYPE_FIELD_NUMBER,
          name,
          message.getNestedTypeList());
      addEnums(
          places, place, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, name, message.getEnumTypeList());
    }
  }

  private void addEnums(
      Map<List<Integer>, String> places,
      List<Integer> above,
      int kind,
      String scope,
      List<EnumDescriptorProto> enums) {
    for (int i = 0; i < enums.size(); i++) {
      add(places, below(above, kind, i), scope, enums.get(i).getName());
    }
  }

  private String add(
      Map<List<Integer>, String> places, List<Integer> place, String scope, String name) {
    String fullName = scope + "." + name;
    String comment = places.getOrDefault(place, "").strip().replaceAll("\n ", "\n");
    if (!comment.isEmpty()) {
      byName.put(fullName, comment);
    }
    return fullName;
  }

  private static List<Integer> below(List<Integer> above, int kind, int index) {
    List<Integer> place = new ArrayList<>(above);
    place.add(kind);
    place.add(index);
    return place;
  }
}

package io.darkroom.gateway.http.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** Writes a message and the types it uses as one .proto file, with comments, without options. */
final class ProtoSource {

  private final Comments comments;
  private final FileDescriptor file;
  private final Set<GenericDescriptor> used = new LinkedHashSet<>();
  private final Set<String> imports = new TreeSet<>();
  private final StringBuilder source = new StringBuilder();

  private ProtoSource(Comments comments, FileDescriptor file) {
    this.comments = comments;
    this.file = file;
  }

  static String of(Descriptor message, Comments comments) {
    ProtoSource source = new ProtoSource(comments, message.getFile());
    source.collect(message);
    return source.write();
  }

  private void collect(Descriptor message) {
    if (!message.getFile().getPackage().equals(file.getPackage())) {
      imports.add(message.getFile().getName());
      return;
    }
    if (!message.getOptions().getMapEntry() && !used.add(message)) {
      return;
    }
    for (FieldDescriptor field : message.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        collect(field.getMessageType());
      } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
        used.add(field.getEnumType());
      }
    }
  }

  private String write() {
    source.append("syntax = \"proto3\";\n\npackage ").append(file.getPackage()).append(";\n");
    imports.forEach(name -> source.append("\nimport \"").append(name).append("\";"));
    source.append(imports.isEmpty() ? "" : "\n");
    for (GenericDescriptor type : used) {
      source.append('\n');
      if (type instanceof Descriptor message) {
        write(message);
      } else if (type instanceof EnumDescriptor values) {
        write(values);
      }
    }
    return source.toString();
  }

  private void write(Descriptor message) {
    if (message.getContainingType() != null) {
      throw new IllegalStateException(message.getFullName() + ": nested messages are not written");
    }
    comment("", message.getFullName());
    source.append("message ").append(message.getName()).append(" {\n");
    for (FieldDescriptor field : message.getFields()) {
      if (field.getRealContainingOneof() == null) {
        write("  ", field);
      }
    }
    message.getRealOneofs().forEach(this::write);
    source.append("}\n");
  }

  private void write(OneofDescriptor oneof) {
    source.append("  oneof ").append(oneof.getName()).append(" {\n");
    oneof.getFields().forEach(field -> write("    ", field));
    source.append("  }\n");
  }

  private void write(String indent, FieldDescriptor field) {
    comment(indent, field.getFullName());
    source.append(indent).append(label(field)).append(type(field)).append(' ');
    source.append(field.getName()).append(" = ").append(field.getNumber()).append(";\n");
  }

  private static String label(FieldDescriptor field) {
    if (field.isRepeated()) {
      return field.isMapField() ? "" : "repeated ";
    }
    return field.toProto().getProto3Optional() ? "optional " : "";
  }

  private String type(FieldDescriptor field) {
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      return "map<%s, %s>"
          .formatted(type(entry.findFieldByNumber(1)), type(entry.findFieldByNumber(2)));
    }
    return switch (field.getJavaType()) {
      case MESSAGE -> name(field.getMessageType());
      case ENUM -> name(field.getEnumType());
      default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private String name(GenericDescriptor type) {
    boolean here = type.getFile().getPackage().equals(file.getPackage());
    return here ? type.getName() : type.getFullName();
  }

  private void write(EnumDescriptor values) {
    comment("", values.getFullName());
    source.append("enum ").append(values.getName()).append(" {\n");
    values
        .getValues()
        .forEach(
            value -> source.append("  %s = %d;\n".formatted(value.getName(), value.getNumber())));
    source.append("}\n");
  }

  private void comment(String indent, String fullName) {
    comments
        .of(fullName)
        .lines()
        .forEach(line -> source.append(indent).append("// ").append(line).append('\n'));
  }
}

package io.darkroom.cuda.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernels of a PTX file: their names and the types of their parameters. */
public record PtxModule(Map<String, List<Parameter>> entries) {

  /** The folder of the PTX files in the class path. */
  static final String RESOURCES = "/io/darkroom/kernels/";

  private static final Pattern ENTRY =
      Pattern.compile("\\.entry\\s+(\\w+)\\s*\\(([^)]*)\\)", Pattern.DOTALL);
  private static final Pattern PARAMETER =
      Pattern.compile("\\.param(?:\\s+\\.align\\s+(\\d+))?\\s+\\.(\\w+)[^,\\[]*(?:\\[(\\d+)])?");

  /**
   * The type of a parameter.
   *
   * @param type b8 for bytes, u32, u64 or f32
   * @param count number of values
   * @param alignment in bytes; 0 for the natural alignment of the type
   */
  public record Parameter(String type, int count, int alignment) {}

  public static PtxModule of(Path file) throws IOException {
    Map<String, List<Parameter>> entries = new TreeMap<>();
    Matcher entry = ENTRY.matcher(Files.readString(file));
    while (entry.find()) {
      entries.put(entry.group(1), parameters(entry.group(2)));
    }
    return new PtxModule(entries);
  }

  private static List<Parameter> parameters(String text) {
    List<Parameter> parameters = new ArrayList<>();
    Matcher parameter = PARAMETER.matcher(text);
    while (parameter.find()) {
      parameters.add(
          new Parameter(parameter.group(2), number(parameter, 3, 1), number(parameter, 1, 0)));
    }
    return parameters;
  }

  private static int number(Matcher matcher, int group, int otherwise) {
    return matcher.group(group) == null ? otherwise : Integer.parseInt(matcher.group(group));
  }
}

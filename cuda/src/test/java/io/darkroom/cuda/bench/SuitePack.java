package io.darkroom.cuda.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies the class path of the tests to a folder, without parts that they do not need on a machine
 * with a GPU. Usage: {@code SuitePack FOLDER}.
 *
 * <p>Entries are stored uncompressed, because the archive around them compresses them better.
 */
public final class SuitePack {

  /**
   * Libraries that are used only by parts of Flink, Kafka and the build that no test here starts.
   */
  private static final Pattern UNNEEDED =
      Pattern.compile(
          "(frocksdbjni|byte-buddy|commons-math3|guava-31|flink-rpc-akka|flink-shaded-zookeeper|"
              + "testcontainers|docker-java|icu4j|curator|zookeeper|async-profiler|brotli|snappy|"
              + "flink-table|javassist|netty|kryo|log4j|archunit|jqwik|kotlin|okhttp|okio|"
              + "protovalidate|cel|agrona|flink-statebackend|junit-vintage|lz4|"
              + "opentelemetry-exporter).*");

  /** Parts of libraries: natives of other platforms, natives that filters do not load, tests. */
  private static final Pattern UNLOADED =
      Pattern.compile(
          "META-INF/(native|maven|native-image)/.*|META-INF/.*\\.(SF|RSA|DSA)|module-info.class|"
              + ".*\\.(h|hpp|cmake|pc|proto)|.*/(python|share|include|cv2|haarcascades)/.*|"
              + "com/sun/jna/(?!linux-x86-64/)[^/]*/.*\\.(so|a|dll|jnilib)|"
              + ".*/lib(jniopenblas_full|opencv_java|JCudaRuntime|JCu(blas|fft|rand|solver|sparse)|"
              + "JN)[^/]*|"
              + ".*/lib(jni)?opencv_(xfeatures2d|stitching|text|face|ml|tracking|aruco|wechat|mcc|"
              + "bioinspired|structured_light|superres|videostab|shape|rapid|quality|saliency|"
              + "optflow|hfs|fuzzy|dpm|datasets|plot|reg|rgbd|signal|intensity|img_hash|phase|"
              + "surface|line_desc|bgsegm|gapi|ximgproc|objdetect|dnn_)[^/]*|"
              + "com/google/(api|apps|cloud|geo|logging|longrunning|shopping|type)/.*|"
              + "org/apache/flink/shaded/netty4/io/netty/(handler|resolver|channel/(epoll|kqueue|uring))/.*|"
              + "org/apache/flink/.*(Test|ITCase|TestBase)(\\$.*)?\\.class");

  private SuitePack() {}

  public static void main(String[] arguments) throws IOException {
    pack(Path.of(arguments[0]), System.getProperty("java.class.path"));
  }

  /**
   * Copies a class path to a folder.
   *
   * @param folder receives a jar for each entry, with names that keep their order
   */
  static void pack(Path folder, String classPath) throws IOException {
    Files.createDirectories(folder);
    int number = 0;
    for (String entry : classPath.split(File.pathSeparator)) {
      Path library = Path.of(entry);
      String name = library.getFileName().toString().replaceFirst("\\.jar$", "");
      if (Files.exists(library) && !UNNEEDED.matcher(name).matches()) {
        copy(library, folder.resolve("%03d-%s.jar".formatted(++number, name)));
      }
    }
  }

  private static void copy(Path library, Path target) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
      out.setMethod(ZipOutputStream.STORED);
      if (Files.isDirectory(library)) {
        copyFolder(library, out);
      } else {
        copyJar(library, out);
      }
    }
  }

  private static void copyFolder(Path folder, ZipOutputStream out) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      store(folder.relativize(file).toString(), Files.readAllBytes(file), out);
    }
  }

  private static void copyJar(Path jar, ZipOutputStream out) throws IOException {
    Set<String> names = new TreeSet<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<ZipEntry> entries = new ArrayList<>();
      zip.stream().filter(entry -> !entry.isDirectory()).forEach(entries::add);
      for (ZipEntry entry : entries) {
        if (!UNLOADED.matcher(entry.getName()).matches() && names.add(entry.getName())) {
          try (InputStream in = zip.getInputStream(entry)) {
            store(entry.getName(), in.readAllBytes(), out);
          }
        }
      }
    }
  }

  private static void store(String name, byte[] bytes, ZipOutputStream out) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}

package io.darkroom.gateway.library;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.v1.AvailableImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images in a folder and its subfolders: files whose content is JPEG or PNG, except hidden ones
 * and links. The folder need not exist. Thread-safe; blocks on disk access.
 */
public final class ImageLibrary {

  private static final int PREVIEW_WIDTH = 320;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_IMAGES = 10_000;
  private static final int HEADER_BYTES = 256 << 10;
  private static final int PREVIEWS = 256;

  private final Path folder;
  private final ImageLimits limits;
  private final FileCache<ImageHeader> headers = new FileCache<>(MAX_IMAGES, ImageLibrary::header);
  private final FileCache<ByteString> previews;

  public ImageLibrary(Path folder, ImageLimits limits) {
    this.folder = folder;
    this.limits = limits;
    this.previews =
        new FileCache<>(PREVIEWS, file -> Thumbnails.jpeg(file, headers.get(file), PREVIEW_WIDTH));
  }

  /** Lists the first {@value #MAX_IMAGES} images by path. */
  public List<AvailableImage> list() {
    return files().stream().map(this::find).flatMap(Optional::stream).limit(MAX_IMAGES).toList();
  }

  /**
   * Lists the folders that directly contain images, in the form used by sources; "." is the top
   * folder.
   */
  public List<String> folders() {
    return list().stream()
        .map(AvailableImage::getImageId)
        .map(ImageLibrary::folderOf)
        .distinct()
        .toList();
  }

  private static String folderOf(String imageId) {
    int end = imageId.lastIndexOf('~');
    return end < 0 ? "." : imageId.substring(0, end).replace('~', '/');
  }

  private List<Path> files() {
    try (Stream<Path> below = Files.walk(folder, MAX_DEPTH)) {
      return below.filter(this::isPlain).limit(2 * MAX_IMAGES).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException | UncheckedIOException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "folder of images: %s (expected: a readable folder). Check its permissions."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** Excludes names with {@code ~}, which replaces the slash in ids. */
  private boolean isPlain(Path file) {
    for (Path name : folder.relativize(file)) {
      if (name.toString().startsWith(".") || name.toString().indexOf('~') >= 0) {
        return false;
      }
    }
    return Files.isRegularFile(file, NOFOLLOW_LINKS);
  }

  private Optional<AvailableImage> find(Path file) {
    try {
      return Optional.of(describe(file, headers.get(file)));
    } catch (DarkroomException | IOException e) {
      return Optional.empty();
    }
  }

  private AvailableImage describe(Path file, ImageHeader header) throws IOException {
    String id = folder.relativize(file).toString().replace('/', '~');
    String path = "/v1/images/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    return AvailableImage.newBuilder()
        .setImageId(id)
        .setName(file.getFileName().toString())
        .setSizeBytes(Files.size(file))
        .setWidthPx(header.width())
        .setHeightPx(header.height())
        .setEncoding(header.encoding().text())
        .setPath(path)
        .setPreview(path + "/preview")
        .build();
  }

  private static ImageHeader header(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ImageHeader.read(ByteString.copyFrom(in.readNBytes(HEADER_BYTES)));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Returns the file of an image. Throws {@code NOT_FOUND}, also for ids that lead out of the
   * folder, or {@code INVALID_IMAGE}.
   */
  public Path require(String imageId) {
    Path file = resolve(imageId).orElseThrow(() -> unknown(imageId));
    headers.get(file);
    return file;
  }

  private Optional<Path> resolve(String imageId) {
    try {
      Path file = folder.resolve(imageId.replace('~', '/')).normalize();
      boolean inside = file.startsWith(folder) && !file.equals(folder);
      return inside && isPlain(file) && !passesLink(file) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private boolean passesLink(Path file) {
    for (Path above = file; !above.equals(folder); above = above.getParent()) {
      if (Files.isSymbolicLink(above)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the bytes of the file; throws {@code IMAGE_TOO_LARGE}. */
  public ByteString bytes(Path file) {
    try {
      limits.requireBytes(Files.size(file));
      return ByteString.copyFrom(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  public String mediaType(Path file) {
    return headers.get(file).encoding().mediaType();
  }

  /** Returns a JPEG at most {@value #PREVIEW_WIDTH} px wide; throws {@code IMAGE_TOO_LARGE}. */
  public ByteString preview(Path file) {
    headers.get(file).requireWithin(limits);
    return previews.get(file);
  }

  /** Identifies the current state of the file. */
  public String etag(Path file) {
    return FileCache.etag(file);
  }

  private static DarkroomException unknown(String imageId) {
    return DarkroomException.notFound("image", imageId, "GET /v1/images lists them.");
  }

  /** Reports a failure of the disk. */
  private static DarkroomException unreadable(Path file, IOException cause) {
    return new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "image: %s cannot be read (expected: a readable file). Check its permissions, or try again."
            .formatted(file.getFileName()),
        cause);
  }
}

package dev.zoetrope.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/** The kind of a file, recognized by its first bytes or, if these say nothing, by its name. */
enum FileKind {
  /** IDX, gzipped or not. */
  IDX,
  /** A picture, whether or not Java can read it. */
  PICTURE,
  /** Rows of {@link CifarFiles}. */
  CIFAR,
  /** A tar or zip file. */
  ARCHIVE,
  /** Pickled Python objects, such as CIFAR's Python version. */
  PICKLE,
  /** Anything else. */
  OTHER;

  /** The offset of a tar file's signature. */
  private static final int TAR_MARK = 257;

  private static final int HEAD = TAR_MARK + 5;

  private static final Pattern PICTURE_NAME =
      Pattern.compile(
          ".*\\.(png|jpe?g|jpe|jfif|bmp|gif|tiff?|webp|heic|heif|avif|jp2|jxl)", Pattern.DOTALL);

  /** Names of IDX files. A file with such a name but other content is reported as an error. */
  private static final Pattern IDX_NAME = Pattern.compile(".*idx[1-4][-_.].*", Pattern.DOTALL);

  /** Returns the kind of a file. */
  static FileKind of(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return named(file); // the error is reported when the file is read
    }
    byte[] head = head(file);
    if (IdxHeader.begins(head)) {
      return IDX;
    }
    if (isPicture(head)) {
      return PICTURE;
    }
    if (startsWith(head, 0, "PK\3\4") || startsWith(head, TAR_MARK, "ustar")) {
      return ARCHIVE;
    }
    if (CifarFiles.Form.of(file).isPresent()) {
      return CIFAR;
    }
    if (head.length > 2 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5) {
      return PICKLE;
    }
    return named(file);
  }

  private static FileKind named(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (IDX_NAME.matcher(name).matches()) {
      return IDX;
    }
    return PICTURE_NAME.matcher(name).matches() ? PICTURE : OTHER;
  }

  /** Returns the first bytes, after gunzipping; fewer if the file ends or is damaged. */
  private static byte[] head(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        Unpacked in = Unpacked.of(file.toString(), raw)) {
      return in.stream().readNBytes(HEAD);
    } catch (EOFException | ZipException | DatasetException e) {
      return new byte[0];
    }
  }

  private static boolean isPicture(byte[] head) {
    return startsWith(head, 0, "\u0089PNG")
        || startsWith(head, 0, "\u00ff\u00d8\u00ff")
        || startsWith(head, 0, "GIF8")
        || (startsWith(head, 0, "BM") && startsWith(head, 6, "\0\0\0\0"))
        || startsWith(head, 0, "II*\0")
        || startsWith(head, 0, "MM\0*")
        || (startsWith(head, 0, "RIFF") && startsWith(head, 8, "WEBP"))
        || startsWith(head, 4, "ftyphei")
        || startsWith(head, 4, "ftypavif");
  }

  private static boolean startsWith(byte[] head, int offset, String expected) {
    byte[] bytes = expected.getBytes(StandardCharsets.ISO_8859_1);
    return head.length >= offset + bytes.length
        && Arrays.equals(head, offset, offset + bytes.length, bytes, 0, bytes.length);
  }
}

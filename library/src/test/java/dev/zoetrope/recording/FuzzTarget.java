package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.ArrayMetadata;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.DataType;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.Store;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Parsers to feed with any bytes: they must return a result or throw a format exception. */
public enum FuzzTarget {
  /** The root's zarr.json. */
  ROOT {
    @Override
    void parse(byte[] json) throws IOException {
      Root parsed = RootJson.parse(json);
      // Whatever was parsed can be written and parsed again.
      byte[] again = Json.print(RootJson.print(parsed));
      try {
        Root reread = RootJson.parse(again);
        assertThat(reread.groups()).isEqualTo(parsed.groups());
        assertThat(reread.checksums()).isEqualTo(parsed.checksums());
      } catch (ZarrFormatException e) {
        throw new AssertionError("is refused although it was parsed before", e);
      }
    }
  },
  /** An array's zarr.json. */
  ARRAY {
    @Override
    void parse(byte[] json) throws IOException {
      ArrayMetadata parsed = ArrayMetadata.parse("a", json);
      assertThat(parsed.chunkBytes()).isBetween(0, ArrayMetadata.MAX_CHUNK_BYTES);
      byte[] again = Json.print(parsed.toJson());
      assertThat(ArrayMetadata.parse("a", again).shape()).isEqualTo(parsed.shape());
    }
  },
  /** A chunk without CRC-32C, so that zstd sees all bytes. */
  CHUNK {
    @Override
    void parse(byte[] stored) throws IOException {
      Path array = FOLDER.resolve("array");
      if (!Files.exists(array)) {
        ArrayMetadata metadata =
            new ArrayMetadata(
                List.of(4, 3),
                List.of(4, 3),
                false,
                DataType.FLOAT32,
                List.of("a", "b"),
                new JsonObject(),
                false);
        Files.createDirectory(array);
        Files.write(array.resolve(Store.METADATA), Json.print(metadata.toJson()));
      }
      Files.write(array.resolve("c.0.0"), stored);
      try (Store store = Store.open(FOLDER, root -> true)) {
        ArrayReader reader = ArrayReader.open(store, "array");
        ByteBuffer chunk = reader.chunk(0, OptionalInt.empty(), FuzzTarget::memory);
        assertThat(chunk).isSameAs(MEMORY);
      }
    }
  },
  /** A packed recording. */
  ZIP {
    @Override
    void parse(byte[] zip) throws IOException {
      Path file = Files.write(FOLDER.resolve("a.zarr.zip"), zip);
      RecordingVerifier.verify(file, Progress.NONE);
    }
  };

  private static final ByteBuffer MEMORY = ByteBuffer.allocateDirect(48);
  private static final Path FOLDER = makeFolder();

  private static ByteBuffer memory(int length) {
    assertThat(length).isEqualTo(MEMORY.capacity());
    return MEMORY.clear();
  }

  private static Path makeFolder() {
    try {
      return Files.createTempDirectory("fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  abstract void parse(byte[] bytes) throws IOException;

  /** Parses the bytes; any exception thrown here is a fault. */
  void attempt(byte[] bytes) {
    try {
      parse(bytes);
    } catch (ZarrFormatException e) {
      assertThat(e.reason()).isNotBlank();
    } catch (RecordingFormatException e) {
      assertThat(e.reason()).isNotBlank();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The target that the system property {@code fuzz.target} names; Jazzer calls it. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzTarget.valueOf(System.getProperty("fuzz.target")).attempt(bytes);
  }
}

package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import dev.zoetrope.recording.internal.ArrayMetadata;
import dev.zoetrope.recording.internal.ArrayReader;
import dev.zoetrope.recording.internal.DataType;
import dev.zoetrope.recording.internal.Json;
import dev.zoetrope.recording.internal.Store;
import dev.zoetrope.recording.internal.ZarrFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever bytes are read: an answer, or an exception of the format. With the other tests, what is
 * in {@code src/test/resources} is tried; to search for more, one method at a time: {@code
 * JAZZER_FUZZ=1 ./mvnw -pl data,library test -Dtest='RecordingFuzzTest#chunk'
 * -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip=true}.
 */
class RecordingFuzzTest {

  private static Path folder;

  @BeforeAll
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    JsonObject nothing = new JsonObject();
    ArrayMetadata plain =
        new ArrayMetadata(List.of(4, 3), 4, DataType.FLOAT32, List.of("a", "b"), nothing, false);
    Files.createDirectory(folder.resolve("plain"));
    Files.write(folder.resolve("plain/zarr.json"), Json.print(plain.toJson()));
  }

  @AfterAll
  static void deleteFolder() throws IOException {
    for (String file : List.of("plain/c.0.0", "plain/zarr.json", "plain", "a.zip")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.delete(folder);
  }

  @FuzzTest(maxDuration = "5m")
  void rootMetadata(byte[] json) {
    try {
      RootMetadata.Parsed parsed = RootMetadata.parse(json);
      // What was understood is written and understood again.
      byte[] again = Json.print(RootMetadata.toJson(parsed.info(), parsed.groups()));
      assertThat(RootMetadata.parse(again).groups()).isEqualTo(parsed.groups());
    } catch (ZarrFormatException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  @FuzzTest(maxDuration = "5m")
  void arrayMetadata(byte[] json) {
    try {
      ArrayMetadata parsed = ArrayMetadata.parse("a", json);
      assertThat(parsed.chunkBytes()).isBetween(0, ArrayMetadata.MAX_CHUNK_BYTES);
      byte[] again = Json.print(parsed.toJson());
      assertThat(ArrayMetadata.parse("a", again).shape()).isEqualTo(parsed.shape());
    } catch (ZarrFormatException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  /** Of an array without CRC-32C, so that zstd sees all of them. */
  @FuzzTest(maxDuration = "5m")
  void chunk(byte[] stored) throws IOException {
    Files.write(folder.resolve("plain/c.0.0"), stored);
    try (Store store = Store.open(folder)) {
      assertThat(ArrayReader.open(store, "plain").chunk(0).remaining()).isEqualTo(48);
    } catch (ZarrFormatException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }

  @FuzzTest(maxDuration = "5m")
  void zip(byte[] file) throws IOException {
    Files.write(folder.resolve("a.zip"), file);
    try {
      RecordingVerifier.verify(folder.resolve("a.zip"), Progress.NONE);
    } catch (RecordingFormatException e) {
      assertThat(e.reason()).isNotBlank();
    }
  }
}
